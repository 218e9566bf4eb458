// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/clip_files.h"

#include "engine/model_files/clip_tensors.h"

namespace modeldeck {

namespace {

template <class T>
Result<void> keep(Result<T> read, std::optional<T> &place)
{
    if (!read)
        return tl::unexpected(std::move(read.error()));
    place = *std::move(read);
    return {};
}

Result<void> checkTensors(const ClipConfig &config, Layout layout, const Weights &weights)
{
    for (const auto &[name, shape] : ClipTensors(config, layout).all()) {
        if (const auto tensor = weights.tensor(name, shape); !tensor)
            return tl::unexpected(tensor.error());
    }
    return {};
}

Result<void> checkVocabulary(const ClipConfig &config, const Vocabulary &vocabulary)
{
    if (vocabulary.largestId < config.vocabularySize)
        return {};
    return failure(ErrorCode::ModelLoadFailed,
                   MD_TEXT("the tokenizer knows token %1, the model only %2 tokens"),
                   QString::number(vocabulary.largestId), QString::number(config.vocabularySize));
}

} // namespace

Result<void> ClipFiles::read(const QString &folder, Layout layout)
{
    const auto readConfig = [&] { return keep(ClipConfig::load(folder, layout), config); };
    const auto readPreprocess = [&] {
        return keep(PreprocessConfig::load(folder, layout, config->imageSize), preprocess);
    };
    const auto readWeights = [&] { return keep(Weights::open(folder, layout), weights); };
    const auto readVocabulary = [&] { return keep(Vocabulary::load(folder), vocabulary); };
    return readConfig()
        .and_then(readWeights)
        .and_then(readPreprocess)
        .and_then([&] { return checkTensors(*config, layout, *weights); })
        .and_then(readVocabulary)
        .and_then([&] { return checkVocabulary(*config, *vocabulary); });
}

} // namespace modeldeck
