// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model_tensors.h"
#include "safetensors_writer.h"
#include "tokenizer_files.h"

#include <QDir>

namespace modeldeck::synthetic {

struct ModelOptions
{
    Variant variant;
    Layout layout = Layout::HuggingFace;
    DType dtype = DType::F32;
    quint64 seed = 1;
};

// Writes all files of a model into a folder that exists. `tensors` are modelTensors() of the same options.
// The error is a sentence for a person.
tl::expected<void, QString> writeModel(const QDir &folder, const ModelOptions &options,
                                       const Vocabulary &vocabulary, const std::vector<Tensor> &tensors);

} // namespace modeldeck::synthetic
