// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/clip_model.h"

#include "engine/inference/clip_towers.h"
#include "engine/inference/products.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <QElapsedTimer>
#include <QFile>
#include <algorithm>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <sched.h>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

// Rows (inputs × tokens) of one batch: beyond it the products get no faster.
constexpr int rowsPerBatch = 2304;
// Lengths are rounded up to it, so that oneDNN does not build its kernels anew for every length of text.
constexpr int64_t lengthStep = 8;

// libtorch alone takes one thread on some builds.
int usableProcessors()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    return ::sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

Expected<at::Device> chooseDevice(DeviceChoice choice)
{
    const bool cuda = cudaAvailable();
    if (choice == DeviceChoice::Cuda && !cuda) {
        return failure(protocol::error_code::loadFailed, at::Context::hasCUDA()
                                                             ? u"no CUDA device can be used"_s
                                                             : u"this runner's libtorch has no CUDA"_s);
    }
    return choice != DeviceChoice::Cpu && cuda ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
}

Expected<at::ScalarType> chooseType(TypeChoice choice, const at::Device &device)
{
    switch (choice) {
    case TypeChoice::Float32:
        return at::kFloat;
    case TypeChoice::BFloat16:
        return at::kBFloat16;
    case TypeChoice::Float16:
        if (device.is_cpu())
            return failure(protocol::error_code::loadFailed, u"float16 can be computed on a GPU only"_s);
        return at::kHalf;
    case TypeChoice::Auto:
        break;
    }
    if (device.is_cuda())
        return at::kHalf;
    return cpuMultipliesBFloat16() ? at::kBFloat16 : at::kFloat;
}

QString typeName(at::ScalarType type)
{
    return type == at::kBFloat16 ? u"bfloat16"_s : type == at::kHalf ? u"float16"_s : u"float32"_s;
}

// A GPU's allocator has an exception of its own for it; the CPU's, and older ones of a GPU, only their words.
bool isLackOfMemory(const c10::Error &error, const QString &text)
{
    return dynamic_cast<const c10::OutOfMemoryError *>(&error) || text.contains("can't allocate memory"_L1) ||
           text.contains("out of memory"_L1);
}

// Runs what uses libtorch; its exceptions end here.
template <class Function>
auto guarded(const char *code, Function &&function) -> decltype(function())
{
    try {
        const c10::InferenceMode inference;
        return function();
    } catch (const LoadRefused &refused) {
        return tl::unexpected(refused.error);
    } catch (const c10::Error &error) {
        const auto text = QString::fromUtf8(error.what_without_backtrace());
        return failure(isLackOfMemory(error, text) ? protocol::error_code::insufficientMemory : code, text);
    } catch (const std::bad_alloc &) {
        return tl::unexpected(outOfMemory());
    } catch (const std::exception &error) {
        return failure(code, QString::fromUtf8(error.what()));
    }
}

Expected<Vectors> finish(at::Tensor vectors, bool normalize)
{
    if (normalize)
        vectors = vectors / vectors.norm(2, {1}, true);
    vectors = vectors.to(at::kCPU, at::kFloat).contiguous();
    const std::span values(vectors.data_ptr<float>(), std::size_t(vectors.numel()));
    const auto bad = std::find_if(values.begin(), values.end(), [](float v) { return !std::isfinite(v); });
    if (bad != values.end()) {
        return failure(protocol::error_code::internal,
                       u"the model gave a vector with an infinite or undefined number"_s,
                       int((bad - values.begin()) / vectors.size(1)));
    }
    return Vectors(values.begin(), values.end());
}

} // namespace

bool cudaAvailable()
{
    return at::Context::hasCUDA() && at::globalContext().hasCUDA() && at::detail::getCUDAHooks().hasCUDA() &&
           at::detail::getCUDAHooks().getNumGPUs() > 0;
}

bool cpuMultipliesBFloat16()
{
    static const bool does = [] {
        QFile file(u"/proc/cpuinfo"_s);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("flags") || line.startsWith("Features")) {
                const QList<QByteArray> flags = line.mid(line.indexOf(':') + 1).split(' ');
                return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
            }
        }
        return false;
    }();
    return does;
}

struct ClipModel::Parts
{
    ClipConfig config;
    LoadFacts facts;
    Weights weights; // its files are kept mapped: tensors lie on them, and changes are found through them
    at::Device device = at::kCPU;
    ImageTower image;
    TextTower text;

    Expected<qint64> endOf(const std::vector<qint64> &ids) const;
};

ClipModel::ClipModel(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
ClipModel::~ClipModel() = default;

const ClipConfig &ClipModel::config() const
{
    return m_parts->config;
}

const LoadFacts &ClipModel::facts() const
{
    return m_parts->facts;
}

Expected<std::unique_ptr<ClipModel>> ClipModel::load(const LoadOptions &options)
{
    return guarded(protocol::error_code::loadFailed, [&]() -> Expected<std::unique_ptr<ClipModel>> {
        QElapsedTimer timer;
        timer.start();
        const auto device = chooseDevice(options.device);
        if (!device)
            return tl::unexpected(device.error());
        const auto type = chooseType(options.type, *device);
        if (!type)
            return tl::unexpected(type.error());
        auto config = ClipConfig::load(options.modelDir, options.layout);
        if (!config)
            return tl::unexpected(config.error());
        auto weights = Weights::open(options.modelDir, options.layout);
        if (!weights)
            return tl::unexpected(weights.error());
        const double mapped = double(timer.nsecsElapsed()) * 1e-9;

        keepBlasToOneThread();
        at::set_num_threads(options.threads > 0 ? options.threads : usableProcessors());
        auto parts = std::make_unique<Parts>();
        parts->config = *config;
        parts->weights = std::move(*weights);
        parts->device = *device;
        TensorLoader loader(parts->weights, *device, *type);
        parts->image = ImageTower::load(loader, options.layout, *config);
        parts->text = TextTower::load(loader, options.layout, *config);
        if (!device->is_cuda())
            takeProductBuffers(*type);
        parts->facts = {device->is_cuda() ? u"cuda"_s : u"cpu"_s,
                        typeName(*type),
                        at::get_num_threads(),
                        loader.parameters(),
                        mapped,
                        double(timer.nsecsElapsed()) * 1e-9 - mapped,
                        parts->weights.paths()};
        return std::unique_ptr<ClipModel>(new ClipModel(std::move(parts)));
    });
}

bool ClipModel::weightsChanged() const
{
    const auto &files = m_parts->weights.files();
    return std::any_of(files.begin(), files.end(), [](const auto &file) { return file->changed(); });
}

int ClipModel::batchSize(int tokens)
{
    return std::max(1, rowsPerBatch / std::max(1, tokens));
}

Expected<Vectors> ClipModel::embedImages(std::span<const float> pixels, bool normalize)
{
    const qint64 size = m_parts->config.imageSize;
    const qint64 count = qint64(pixels.size()) / (3 * size * size);
    if (count == 0 || qint64(pixels.size()) != count * 3 * size * size)
        return failure(protocol::error_code::internal, u"the pixels are not whole images"_s);
    return guarded(protocol::error_code::internal, [&] {
        const at::Tensor images =
            at::from_blob(const_cast<float *>(pixels.data()), {count, 3, size, size}, at::kFloat);
        return finish(m_parts->image(images.to(m_parts->device)), normalize);
    });
}

// Where the text's vector is read: at the first end token, or at the first of the highest id.
Expected<qint64> ClipModel::Parts::endOf(const std::vector<qint64> &ids) const
{
    const auto end = config.endToken ? std::find(ids.begin(), ids.end(), *config.endToken)
                                     : std::max_element(ids.begin(), ids.end());
    if (end == ids.end())
        return failure(protocol::error_code::internal, u"a text has no end token"_s);
    return end - ids.begin();
}

Expected<Vectors> ClipModel::embedTexts(std::span<const std::vector<qint64>> texts, bool normalize)
{
    const ClipConfig &config = m_parts->config;
    return guarded(protocol::error_code::internal, [&]() -> Expected<Vectors> {
        qint64 length = 0;
        for (const auto &ids : texts)
            length = std::max(length, qint64(ids.size()));
        if (texts.empty() || length > config.contextLength)
            return failure(protocol::error_code::internal, u"no texts, or one longer than the context"_s);
        // A token sees only those before it: what stands after the end, and how much, changes nothing.
        length = std::min<qint64>((length + lengthStep - 1) / lengthStep * lengthStep, config.contextLength);
        at::Tensor ids = at::zeros({qint64(texts.size()), length}, at::kLong);
        at::Tensor ends = at::zeros({qint64(texts.size())}, at::kLong);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto end = m_parts->endOf(texts[i]);
            if (!end)
                return tl::unexpected(end.error());
            for (const qint64 id : texts[i]) {
                if (id < 0 || id >= config.vocabularySize)
                    return failure(protocol::error_code::internal,
                                   u"token %1 is not in the vocabulary"_s.arg(id), int(i));
            }
            std::copy(texts[i].begin(), texts[i].end(), ids.data_ptr<int64_t>() + qint64(i) * length);
            ends.data_ptr<int64_t>()[i] = *end;
        }
        return finish(m_parts->text(ids.to(m_parts->device), ends.to(m_parts->device)), normalize);
    });
}

} // namespace modeldeck::inference
