// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/clip_model.h"

#include "engine/inference/clip_towers.h"
#include "engine/inference/error.h"
#include "engine/inference/products.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <QElapsedTimer>
#include <QFile>
#include <algorithm>
#include <c10/core/InferenceMode.h>
#include <cmath>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

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

// libtorch's pool waits for ever for a thread that the system has no room for.
bool hasRoomForThreads(int count)
{
    pthread_attr_t attributes;
    std::size_t stack = 0;
    if (::pthread_getattr_default_np(&attributes) != 0 ||
        ::pthread_attr_getstacksize(&attributes, &stack) != 0)
        return true;
    const std::size_t bytes = std::size_t(count) * stack;
    void *room = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return room != MAP_FAILED && ::munmap(room, bytes) == 0;
}

Result<at::Device> chooseDevice(DeviceChoice choice)
{
    const bool cuda = cudaAvailable();
    if (choice == DeviceChoice::Cuda && !cuda) {
        return failure(ErrorCode::ModelLoadFailed, at::Context::hasCUDA()
                                                       ? "no CUDA device can be used"
                                                       : "this runner's libtorch has no CUDA");
    }
    return choice != DeviceChoice::Cpu && cuda ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
}

Result<at::ScalarType> chooseType(TypeChoice choice, const at::Device &device)
{
    switch (choice) {
    case TypeChoice::Float32:
        return at::kFloat;
    case TypeChoice::BFloat16:
        return at::kBFloat16;
    case TypeChoice::Float16:
        if (device.is_cpu())
            return failure(ErrorCode::ModelLoadFailed, "float16 can be computed on a GPU only");
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
auto guarded(ErrorCode code, Function &&function) -> decltype(function())
{
    try {
        const c10::InferenceMode inference;
        return function();
    } catch (const LoadRefused &refused) {
        return tl::unexpected(refused.error);
    } catch (const c10::Error &error) {
        const auto text = QString::fromUtf8(error.what_without_backtrace());
        return failure(isLackOfMemory(error, text) ? ErrorCode::InsufficientMemory : code, "%1", text);
    } catch (const std::bad_alloc &) {
        return tl::unexpected(outOfMemory());
    } catch (const std::exception &error) {
        return failure(code, "%1", QString::fromUtf8(error.what()));
    }
}

Result<Vectors> finish(at::Tensor vectors, bool normalize)
{
    if (normalize)
        vectors = vectors / vectors.norm(2, {1}, true);
    vectors = vectors.to(at::kCPU, at::kFloat).contiguous();
    const std::span values(vectors.data_ptr<float>(), std::size_t(vectors.numel()));
    const auto bad = std::find_if(values.begin(), values.end(), [](float v) { return !std::isfinite(v); });
    if (bad != values.end()) {
        return failure(
            Error(ErrorCode::Internal, "the model gave a vector with an infinite or undefined number")
                .ofInput(int((bad - values.begin()) / vectors.size(1))));
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
    MappedWeights
        weights; // its files are kept mapped: tensors lie on them, and changes are found through them
    at::Device device = at::kCPU;
    ImageTower image;
    TextTower text;

    Result<qint64> endOf(const std::vector<qint64> &ids) const;
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

Result<std::unique_ptr<ClipModel>> ClipModel::load(const LoadOptions &options, const ClipFiles &files)
{
    return guarded(ErrorCode::ModelLoadFailed, [&]() -> Result<std::unique_ptr<ClipModel>> {
        QElapsedTimer timer;
        timer.start();
        const auto device = chooseDevice(options.device);
        if (!device)
            return tl::unexpected(device.error());
        const auto type = chooseType(options.type, *device);
        if (!type)
            return tl::unexpected(type.error());
        auto weights = MappedWeights::map(*files.weights);
        if (!weights)
            return tl::unexpected(weights.error());
        const double mapped = double(timer.nsecsElapsed()) * 1e-9;

        keepBlasToOneThread();
        const int threads = options.threads > 0 ? options.threads : usableProcessors();
        if (!hasRoomForThreads(threads))
            return tl::unexpected(outOfMemory());
        at::set_num_threads(threads);
        auto parts = std::make_unique<Parts>();
        parts->config = *files.config;
        parts->weights = std::move(*weights);
        parts->device = *device;
        TensorLoader loader(parts->weights, *device, *type);
        const ClipTensors tensors(*files.config, options.layout);
        parts->image = ImageTower::load(loader, options.layout, *files.config, tensors.image);
        parts->text = TextTower::load(loader, options.layout, *files.config, tensors.text);
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
    return m_parts->weights.changed();
}

int ClipModel::batchSize(int tokens)
{
    return std::max(1, rowsPerBatch / std::max(1, tokens));
}

Result<Vectors> ClipModel::embedImages(std::span<const float> pixels, bool normalize)
{
    const qint64 size = m_parts->config.imageSize;
    const qint64 count = qint64(pixels.size()) / (3 * size * size);
    if (count == 0 || qint64(pixels.size()) != count * 3 * size * size)
        return failure(ErrorCode::Internal, "the pixels are not whole images");
    return guarded(ErrorCode::Internal, [&] {
        const at::Tensor images =
            at::from_blob(const_cast<float *>(pixels.data()), {count, 3, size, size}, at::kFloat);
        return finish(m_parts->image(images.to(m_parts->device)), normalize);
    });
}

// Where the text's vector is read: at the first end token, or at the first of the highest id.
Result<qint64> ClipModel::Parts::endOf(const std::vector<qint64> &ids) const
{
    const auto end = config.endToken ? std::find(ids.begin(), ids.end(), *config.endToken)
                                     : std::max_element(ids.begin(), ids.end());
    if (end == ids.end())
        return failure(ErrorCode::Internal, "a text has no end token");
    return end - ids.begin();
}

Result<Vectors> ClipModel::embedTexts(std::span<const std::vector<qint64>> texts, bool normalize)
{
    const ClipConfig &config = m_parts->config;
    return guarded(ErrorCode::Internal, [&]() -> Result<Vectors> {
        qint64 length = 0;
        for (const auto &ids : texts)
            length = std::max(length, qint64(ids.size()));
        if (texts.empty() || length > config.contextLength)
            return failure(ErrorCode::Internal, "no texts, or one longer than the context");
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
                    return failure(
                        Error(ErrorCode::Internal, "token %1 is not in the vocabulary", QString::number(id))
                            .ofInput(int(i)));
            }
            std::copy(texts[i].begin(), texts[i].end(), ids.data_ptr<int64_t>() + qint64(i) * length);
            ends.data_ptr<int64_t>()[i] = *end;
        }
        return finish(m_parts->text(ids.to(m_parts->device), ends.to(m_parts->device)), normalize);
    });
}

} // namespace modeldeck::inference
