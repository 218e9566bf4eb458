// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/clip_config.h"
#include "engine/model_files/weights.h"

// Which tensors a CLIP model is computed from: their names in each layout, and their shapes. A linear layer
// is [out, in].
namespace modeldeck {

struct NamedTensor
{
    QString name;
    Shape shape;
};

// The scale and shift of a norm, or the matrix and bias of a linear layer.
struct TensorPair
{
    NamedTensor weight;
    NamedTensor bias;
};

struct BlockTensors
{
    TensorPair beforeAttention;
    std::vector<TensorPair> attentionInput; // query, key and value, or all three on top of each other
    TensorPair attentionOutput;
    TensorPair beforeMlp;
    TensorPair up, down;
};

struct TowerTensors
{
    NamedTensor embedding;                 // of an image's patches [width, 3, patch, patch], or of tokens
    std::optional<NamedTensor> classToken; // an image's
    NamedTensor positions;
    std::optional<TensorPair> before; // an image's norm before the blocks
    std::vector<BlockTensors> blocks;
    TensorPair after;
    NamedTensor projection; // [dimension, width]; OpenCLIP keeps it as [width, dimension]
};

struct ClipTensors
{
    TowerTensors image;
    TowerTensors text;

    ClipTensors(const ClipConfig &config, Layout layout);

    std::vector<NamedTensor> all() const;
    qint64 parameters() const; // of the whole model: of these and the logits' scale
};

} // namespace modeldeck
