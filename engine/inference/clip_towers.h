// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/tensor_loader.h"
#include "engine/model_files/clip_config.h"

#include <ATen/ATen.h>
#include <vector>

// CLIP's two transformers. The residual stream and the norms are float32 whatever the products are computed
// in: that is more exact, and on CPUs without bfloat16 vector arithmetic it is faster as well.
namespace modeldeck::inference {

struct Norm
{
    at::Tensor weight; // [width], float32
    at::Tensor bias;
    double epsilon;

    at::Tensor operator()(const at::Tensor &x) const;
};

struct Linear
{
    at::Tensor weight; // [out, in], in the computed type
    at::Tensor bias;   // [out], in the computed type

    // [rows, in] → [rows, out]
    at::Tensor operator()(const at::Tensor &x) const;
};

struct Block
{
    Norm beforeAttention;
    Linear query, key, value, out;
    Norm beforeMlp;
    Linear up, down;
};

// A stack of pre-norm residual blocks.
class Transformer
{
public:
    static Transformer load(TensorLoader &loader, const std::vector<BlockTensors> &blocks,
                            const TowerConfig &config);

    // x: [count, tokens, width], float32, which is written to. Gives [count, width]: the outputs at positions
    // `wanted` [count], int64. With `causal`, a token sees only those before it.
    at::Tensor operator()(at::Tensor x, const at::Tensor &wanted, bool causal) const;

private:
    at::Tensor attend(const Block &block, const at::Tensor &queries, const at::Tensor &all, int64_t count,
                      const at::Tensor &mask) const;
    at::Tensor activate(const at::Tensor &h) const; // may write to h

    TowerConfig m_config;
    std::vector<Block> m_blocks;
};

struct ImageTower
{
    int imageSize = 0;
    int patchSize = 0;
    at::Tensor patchWeight;    // [width, 3 * patch * patch], in the computed type
    at::Tensor classEmbedding; // [width]
    at::Tensor positions;      // [1 + patches, width]
    Norm before, after;
    Transformer transformer;
    at::Tensor projection; // [width, dimension]

    static ImageTower load(TensorLoader &loader, Layout layout, const ClipConfig &config,
                           const TowerTensors &tensors);
    // [count, 3, size, size] float32 → [count, dimension] float32
    at::Tensor operator()(const at::Tensor &pixels) const;
};

struct TextTower
{
    at::Tensor tokens;    // [vocabulary, width], as in the file
    at::Tensor positions; // [context, width]
    Norm after;
    Transformer transformer;
    at::Tensor projection; // [width, dimension]

    static TextTower load(TensorLoader &loader, Layout layout, const ClipConfig &config,
                          const TowerTensors &tensors);
    // [count, tokens] int64, and the position of each end of text [count] → [count, dimension] float32
    at::Tensor operator()(const at::Tensor &ids, const at::Tensor &ends) const;
};

} // namespace modeldeck::inference
