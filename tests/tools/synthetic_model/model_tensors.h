// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "variants.h"

#include <QByteArray>
#include <vector>

namespace modeldeck::synthetic {

enum class Layout { HuggingFace, OpenClip };

// One parameter under its canonical name and shape (those of transformers). Its values follow from both, the
// seed and the model's id, so that either layout holds the same model.
struct Parameter
{
    QByteArray name;
    std::vector<qint64> shape;
    double mean = 0;
    double standardDeviation = 0;

    qint64 count() const;
};

// One tensor of a file: the parameters it holds one after another, or the numbers 0, 1, 2, … as int64.
struct Tensor
{
    QByteArray name;
    std::vector<qint64> shape;
    std::vector<Parameter> parts;
    bool transposed = false; // the one part, a matrix, is stored by columns
    bool positionIds = false;

    qint64 count() const;
};

std::vector<Tensor> modelTensors(const Variant &variant, Layout layout);
// Of the whole model, with logit_scale and without position_ids.
qint64 parameterCount(const std::vector<Tensor> &tensors);

} // namespace modeldeck::synthetic
