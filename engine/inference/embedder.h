// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/clip_model.h"
#include "engine/inference/decoding/decoder_pool.h"
#include "engine/inference/tokenizer.h"
#include "engine/model_files/clip_files.h"

#include <QByteArray>

namespace modeldeck::inference {

struct TextVectors
{
    Vectors vectors;
    std::vector<int> tokens; // of each text, start and end included
};

// From image files and texts to vectors: preprocessing, tokenizer and model of one folder. Works in batches,
// so that a large request needs no more memory than a small one, and looks before each whether the weights
// are still the ones that were loaded. Errors name the index of the input at fault.
class Embedder
{
public:
    // Of `limits`, the number of decoders is that of the model's threads.
    static Result<std::unique_ptr<Embedder>> load(const LoadOptions &options, Nursery &nursery,
                                                  DecoderPool::Limits limits);

    const ClipModel &model() const { return *m_model; }

    // Interrupted while it decodes: Cancelled.
    Result<Vectors> embedImages(const std::vector<QByteArray> &files, bool normalize,
                                const DecoderPool::Interruption &interruption);
    Result<TextVectors> embedTexts(const std::vector<QByteArray> &texts, bool normalize, bool truncate);

    // There is no work: gives back the memory of the decoders.
    void rest() { m_decoders.rest(); }

private:
    Embedder(std::unique_ptr<ClipModel> model, const PreprocessConfig &preprocess, Tokenizer tokenizer,
             Nursery &nursery, const DecoderPool::Limits &limits);
    Result<std::vector<float>> preprocess(std::span<const QByteArray> files,
                                          const DecoderPool::Interruption &interruption);
    Result<void> checkWeights() const;

    std::unique_ptr<ClipModel> m_model;
    PreprocessConfig m_preprocess;
    Tokenizer m_tokenizer;
    DecoderPool m_decoders;
};

} // namespace modeldeck::inference
