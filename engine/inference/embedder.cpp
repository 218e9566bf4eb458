// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/embedder.h"

#include "engine/inference/image_preprocess.h"

#include <algorithm>
#include <numeric>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

// An error of one batch, in terms of the whole request: `indices[i]` is the request's index of the batch's
// input i.
tl::unexpected<Error> inRequest(Error error, std::span<const std::size_t> indices)
{
    if (error.index && std::size_t(*error.index) < indices.size())
        error.index = int(indices[std::size_t(*error.index)]);
    return tl::unexpected(std::move(error));
}

std::vector<std::size_t> countUp(std::size_t n)
{
    std::vector<std::size_t> numbers(n);
    std::iota(numbers.begin(), numbers.end(), std::size_t(0));
    return numbers;
}

} // namespace

Embedder::Embedder(std::unique_ptr<ClipModel> model, const PreprocessConfig &preprocess, Tokenizer tokenizer,
                   Nursery &nursery, const DecoderPool::Limits &limits)
    : m_model(std::move(model)), m_preprocess(preprocess), m_tokenizer(std::move(tokenizer)),
      m_decoders(nursery, preprocess, limits)
{
}

Result<std::unique_ptr<Embedder>> Embedder::load(const LoadOptions &options, Nursery &nursery,
                                                 DecoderPool::Limits limits)
{
    ClipFiles files;
    if (const auto read = files.read(options.modelDir, options.layout); !read)
        return tl::unexpected(read.error());
    auto model = ClipModel::load(options, files);
    if (!model)
        return tl::unexpected(model.error());
    limits.decoders = std::size_t(std::max(1, (*model)->facts().threads));
    return std::unique_ptr<Embedder>(
        new Embedder(std::move(*model), *files.preprocess,
                     Tokenizer(*std::move(files.vocabulary), options.layout, files.config->contextLength),
                     nursery, limits));
}

Result<void> Embedder::checkWeights() const
{
    if (m_model->weightsChanged()) {
        return failure(ErrorCode::ModelLoadFailed, protocol::words::changedWeights,
                       m_model->facts().weightFiles.join(u", "_s));
    }
    return {};
}

// The model's input for all, one image after another.
Result<std::vector<float>> Embedder::preprocess(std::span<const QByteArray> files,
                                                const DecoderPool::Interruption &interruption)
{
    const std::size_t floats = scaledBytes(m_preprocess);
    std::vector<float> pixels(files.size() * floats);
    const auto take = [&](std::size_t index, std::span<const quint8> scaled) {
        normalise(scaled, m_preprocess, pixels.data() + index * floats);
    };
    if (const auto decoded = m_decoders.decode(files, take, interruption); !decoded)
        return tl::unexpected(decoded.error());
    return pixels;
}

Result<Vectors> Embedder::embedImages(const std::vector<QByteArray> &files, bool normalize,
                                      const DecoderPool::Interruption &interruption)
{
    const std::size_t batch = std::size_t(ClipModel::batchSize(m_model->config().imageTokens()));
    const auto indices = countUp(files.size());
    Vectors all;
    for (std::size_t first = 0; first < files.size(); first += batch) {
        const auto inBatch = std::span(indices).subspan(first, std::min(batch, files.size() - first));
        if (const auto unchanged = checkWeights(); !unchanged)
            return tl::unexpected(unchanged.error());
        const auto pixels = preprocess(std::span(files).subspan(first, inBatch.size()), interruption);
        if (!pixels)
            return inRequest(pixels.error(), inBatch);
        const auto vectors = m_model->embedImages(*pixels, normalize);
        if (!vectors)
            return inRequest(vectors.error(), inBatch);
        all.insert(all.end(), vectors->begin(), vectors->end());
    }
    return all;
}

Result<TextVectors> Embedder::embedTexts(const std::vector<QByteArray> &texts, bool normalize, bool truncate)
{
    std::vector<std::vector<qint64>> ids;
    TextVectors result;
    for (const QByteArray &text : texts) {
        auto encoded = m_tokenizer.encode(text, truncate);
        if (!encoded)
            return failure(std::move(encoded.error()).ofInput(int(ids.size())));
        result.tokens.push_back(int(encoded->size()));
        ids.push_back(std::move(*encoded));
    }
    // A batch is as long as its longest text: the long ones go together.
    auto order = countUp(texts.size());
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return ids[a].size() < ids[b].size(); });
    const std::size_t dimension = std::size_t(m_model->config().dimension);
    const std::size_t batch = std::size_t(ClipModel::batchSize(m_model->config().contextLength));
    result.vectors.resize(texts.size() * dimension);
    for (std::size_t first = 0; first < order.size(); first += batch) {
        const auto inBatch = std::span(order).subspan(first, std::min(batch, order.size() - first));
        if (const auto unchanged = checkWeights(); !unchanged)
            return tl::unexpected(unchanged.error());
        std::vector<std::vector<qint64>> batchIds;
        for (const std::size_t i : inBatch)
            batchIds.push_back(std::move(ids[i]));
        const auto vectors = m_model->embedTexts(batchIds, normalize);
        if (!vectors)
            return inRequest(vectors.error(), inBatch);
        for (std::size_t i = 0; i < inBatch.size(); ++i) {
            std::copy_n(vectors->begin() + std::ptrdiff_t(i * dimension), dimension,
                        result.vectors.begin() + std::ptrdiff_t(inBatch[i] * dimension));
        }
    }
    return result;
}

} // namespace modeldeck::inference
