// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/clip_towers.h"

#include "engine/inference/products.h"
#include "engine/inference/vector_math.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <span>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

Norm loadNorm(TensorLoader &loader, const QString &name, int width, double epsilon)
{
    return {loader.exact(name + u".weight"_s, {width}), loader.exact(name + u".bias"_s, {width}), epsilon};
}

Linear loadLinear(TensorLoader &loader, const QString &name, int in, int out)
{
    return {loader.matrix(name + u".weight"_s, {out, in}), loader.matrix(name + u".bias"_s, {out})};
}

Block loadHuggingFaceBlock(TensorLoader &loader, const QString &name, const TowerConfig &config)
{
    const int width = config.width;
    const auto attention = [&](const QString &part) {
        return loadLinear(loader, name + u".self_attn."_s + part, width, width);
    };
    Block block;
    block.beforeAttention = loadNorm(loader, name + u".layer_norm1"_s, width, config.normEpsilon);
    block.query = attention(u"q_proj"_s);
    block.key = attention(u"k_proj"_s);
    block.value = attention(u"v_proj"_s);
    block.out = attention(u"out_proj"_s);
    block.beforeMlp = loadNorm(loader, name + u".layer_norm2"_s, width, config.normEpsilon);
    block.up = loadLinear(loader, name + u".mlp.fc1"_s, width, config.mlpWidth);
    block.down = loadLinear(loader, name + u".mlp.fc2"_s, config.mlpWidth, width);
    return block;
}

Block loadOpenClipBlock(TensorLoader &loader, const QString &name, const TowerConfig &config)
{
    const int width = config.width;
    const at::Tensor weight = loader.matrix(name + u".attn.in_proj_weight"_s, {3 * width, width});
    const at::Tensor bias = loader.matrix(name + u".attn.in_proj_bias"_s, {3 * width});
    const auto third = [&](int i) -> Linear {
        return {weight.narrow(0, i * width, width), bias.narrow(0, i * width, width)};
    };
    Block block;
    block.beforeAttention = loadNorm(loader, name + u".ln_1"_s, width, config.normEpsilon);
    block.query = third(0);
    block.key = third(1);
    block.value = third(2);
    block.out = loadLinear(loader, name + u".attn.out_proj"_s, width, width);
    block.beforeMlp = loadNorm(loader, name + u".ln_2"_s, width, config.normEpsilon);
    block.up = loadLinear(loader, name + u".mlp.c_fc"_s, width, config.mlpWidth);
    block.down = loadLinear(loader, name + u".mlp.c_proj"_s, config.mlpWidth, width);
    return block;
}

// [n, n]: 0 where a token may look, -infinity where it may not.
at::Tensor causalMask(int64_t n, const at::Device &device)
{
    const auto options = at::TensorOptions(at::kFloat).device(device);
    return at::full({n, n}, -std::numeric_limits<float>::infinity(), options).triu(1);
}

// Runs `function` over the values of `x`, in pieces of whole rows, in libtorch's threads.
template <class T, class Function>
void overRows(const at::Tensor &x, const Function &function)
{
    constexpr int64_t pieceValues = 32768;
    const int64_t length = x.size(-1);
    auto *values = static_cast<T *>(x.data_ptr());
    at::parallel_for(0, x.numel() / length, std::max<int64_t>(1, pieceValues / length),
                     [&](int64_t begin, int64_t end) {
                         function(std::span(values + begin * length, std::size_t((end - begin) * length)));
                     });
}

// Our own kernels take contiguous float32 and bfloat16 on the CPU.
template <class Function>
bool computedHere(const at::Tensor &x, const Function &function)
{
    if (!x.is_cpu() || !x.is_contiguous() ||
        (x.scalar_type() != at::kFloat && x.scalar_type() != at::kBFloat16))
        return false;
    if (x.scalar_type() == at::kFloat)
        overRows<float>(x, function);
    else
        overRows<BFloat16>(x, function);
    return true;
}

// Both may write to their argument.
at::Tensor softmax(const at::Tensor &x)
{
    const auto length = std::size_t(x.size(-1));
    return computedHere(x, [length](auto values) { softmaxRows(values, length); }) ? x : at::softmax(x, -1);
}

at::Tensor quickGelu(const at::Tensor &x)
{
    const auto ours = [](auto values) { inference::quickGelu(values); };
    return computedHere(x, ours) ? x : x * at::sigmoid(x * 1.702);
}

} // namespace

at::Tensor Norm::operator()(const at::Tensor &x) const
{
    return at::layer_norm(x, {x.size(-1)}, weight, bias, epsilon);
}

at::Tensor Linear::operator()(const at::Tensor &x) const
{
    return linear(x, weight, bias);
}

Transformer Transformer::load(TensorLoader &loader, Layout layout, const QString &prefix,
                              const TowerConfig &config)
{
    Transformer transformer;
    transformer.m_config = config;
    for (int i = 0; i < config.layers; ++i) {
        transformer.m_blocks.push_back(
            layout == Layout::OpenClip
                ? loadOpenClipBlock(loader, u"%1.resblocks.%2"_s.arg(prefix).arg(i), config)
                : loadHuggingFaceBlock(loader, u"%1.layers.%2"_s.arg(prefix).arg(i), config));
    }
    return transformer;
}

at::Tensor Transformer::activate(const at::Tensor &h) const
{
    switch (m_config.activation) {
    case Activation::Gelu:
        return at::gelu(h);
    case Activation::GeluTanh:
        return at::gelu(h, "tanh");
    case Activation::QuickGelu:
        break;
    }
    return quickGelu(h);
}

// queries: [count * asking, width], all: [count * tokens, width]; mask: undefined, or broadcast to [count,
// asking, tokens].
at::Tensor Transformer::attend(const Block &block, const at::Tensor &queries, const at::Tensor &all,
                               int64_t count, const at::Tensor &mask) const
{
    const int64_t heads = m_config.heads, headWidth = m_config.width / heads;
    const auto byHead = [&](const at::Tensor &x) { // [count * heads, n, headWidth]
        const int64_t n = x.size(0) / count;
        return x.view({count, n, heads, headWidth}).transpose(1, 2).reshape({count * heads, n, headWidth});
    };
    const at::Tensor q = byHead(block.query(queries));
    const at::Tensor k = byHead(block.key(all));
    const at::Tensor v = byHead(block.value(all));
    const int64_t asking = q.size(1), tokens = k.size(1);

    const at::Tensor scores = batched(q, k.transpose(1, 2), 1 / std::sqrt(double(headWidth)));
    if (mask.defined())
        scores.view({count, heads, asking, tokens}).add_(mask.to(scores.scalar_type()).unsqueeze(1));
    const at::Tensor mixed = batched(softmax(scores), v);
    return block.out(mixed.view({count, heads, asking, headWidth})
                         .transpose(1, 2)
                         .reshape({count * asking, m_config.width}));
}

at::Tensor Transformer::operator()(at::Tensor x, const at::Tensor &wanted, bool causal) const
{
    const int64_t count = x.size(0), tokens = x.size(1), width = x.size(2);
    const at::ScalarType type = m_blocks.front().up.weight.scalar_type();
    at::Tensor mask = causal ? causalMask(tokens, x.device()).unsqueeze(0) : at::Tensor();
    x = x.view({count * tokens, width});
    for (const Block &block : m_blocks) {
        const at::Tensor all = block.beforeAttention(x).to(type);
        at::Tensor queries = all;
        if (&block ==
            &m_blocks.back()) { // one output a row leaves the tower: the last block computes only that
            const at::Tensor rows = at::arange(count, wanted.options()) * tokens + wanted;
            x = x.index_select(0, rows);
            queries = all.index_select(0, rows);
            if (causal)
                mask = mask.squeeze(0).index_select(0, wanted).unsqueeze(1);
        }
        x.add_(attend(block, queries, all, count, mask).to(at::kFloat));
        const at::Tensor h = activate(block.up(block.beforeMlp(x).to(type)));
        x.add_(block.down(h).to(at::kFloat));
    }
    return x;
}

ImageTower ImageTower::load(TensorLoader &loader, Layout layout, const ClipConfig &config)
{
    const bool openClip = layout == Layout::OpenClip;
    const QString root = openClip ? u"visual."_s : u"vision_model."_s;
    const QString embeddings = openClip ? root : root + u"embeddings."_s;
    const int width = config.vision.width, patch = config.patchSize;
    ImageTower tower;
    tower.imageSize = config.imageSize;
    tower.patchSize = patch;
    tower.patchWeight =
        loader
            .matrix(openClip ? root + u"conv1.weight"_s : embeddings + u"patch_embedding.weight"_s,
                    {width, 3, patch, patch})
            .view({width, 3 * patch * patch});
    tower.classEmbedding = loader.exact(embeddings + u"class_embedding"_s, {width});
    tower.positions =
        loader.exact(embeddings + (openClip ? u"positional_embedding"_s : u"position_embedding.weight"_s),
                     {config.imageTokens(), width});
    // "layrnorm" is how transformers spells it
    tower.before = loadNorm(loader, root + (openClip ? u"ln_pre"_s : u"pre_layrnorm"_s), width,
                            config.vision.normEpsilon);
    tower.after = loadNorm(loader, root + (openClip ? u"ln_post"_s : u"post_layernorm"_s), width,
                           config.vision.normEpsilon);
    tower.transformer =
        Transformer::load(loader, layout, root + (openClip ? u"transformer"_s : u"encoder"_s), config.vision);
    tower.projection = openClip ? loader.exact(u"visual.proj"_s, {width, config.dimension})
                                : loader.exact(u"visual_projection.weight"_s, {config.dimension, width}).t();
    return tower;
}

at::Tensor ImageTower::operator()(const at::Tensor &pixels) const
{
    const int64_t count = pixels.size(0), grid = imageSize / patchSize, width = classEmbedding.size(0);
    const at::Tensor patches = pixels.narrow(2, 0, grid * patchSize)
                                   .narrow(3, 0, grid * patchSize)
                                   .to(patchWeight.scalar_type())
                                   .reshape({count, 3, grid, patchSize, grid, patchSize})
                                   .permute({0, 2, 4, 1, 3, 5})
                                   .reshape({count * grid * grid, 3 * patchSize * patchSize});
    const Linear embed{patchWeight, {}};
    at::Tensor x = at::empty({count, 1 + grid * grid, width}, pixels.options());
    x.narrow(1, 0, 1).copy_(classEmbedding);
    x.narrow(1, 1, grid * grid).copy_(embed(patches).view({count, grid * grid, width}));
    x.add_(positions);
    const at::Tensor first =
        at::zeros({count}, pixels.options().dtype(at::kLong)); // the class token's output
    return at::matmul(after(transformer(before(x), first, false)), projection);
}

TextTower TextTower::load(TensorLoader &loader, Layout layout, const ClipConfig &config)
{
    const bool openClip = layout == Layout::OpenClip;
    const QString root = openClip ? (config.ownTextTower ? u"text."_s : QString()) : u"text_model."_s;
    const QString embeddings = openClip ? root : root + u"embeddings."_s;
    const int width = config.text.width;
    TextTower tower;
    tower.tokens = loader.table(embeddings + u"token_embedding.weight"_s, {config.vocabularySize, width});
    tower.positions =
        loader.exact(embeddings + (openClip ? u"positional_embedding"_s : u"position_embedding.weight"_s),
                     {config.contextLength, width});
    tower.transformer =
        Transformer::load(loader, layout, root + (openClip ? u"transformer"_s : u"encoder"_s), config.text);
    tower.after = loadNorm(loader, root + (openClip ? u"ln_final"_s : u"final_layer_norm"_s), width,
                           config.text.normEpsilon);
    tower.projection = openClip ? loader.exact(root + u"text_projection"_s, {width, config.dimension})
                                : loader.exact(u"text_projection.weight"_s, {config.dimension, width}).t();
    return tower;
}

at::Tensor TextTower::operator()(const at::Tensor &ids, const at::Tensor &ends) const
{
    const int64_t count = ids.size(0), length = ids.size(1);
    at::Tensor x = tokens.index_select(0, ids.view({-1})).to(at::kFloat).view({count, length, -1});
    x.add_(positions.narrow(0, 0, length));
    return at::matmul(after(transformer(x, ends, true)), projection);
}

} // namespace modeldeck::inference
