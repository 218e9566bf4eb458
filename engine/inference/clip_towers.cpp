// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/clip_towers.h"

#include "engine/inference/products.h"
#include "engine/inference/vector_math.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

Norm loadNorm(TensorLoader &loader, const TensorPair &pair, double epsilon)
{
    return {loader.exact(pair.weight), loader.exact(pair.bias), epsilon};
}

Linear loadLinear(TensorLoader &loader, const TensorPair &pair)
{
    return {loader.matrix(pair.weight), loader.matrix(pair.bias)};
}

// Query, key and value.
std::array<Linear, 3> loadAttentionInput(TensorLoader &loader, const std::vector<TensorPair> &pairs)
{
    std::array<Linear, 3> out;
    if (pairs.size() == out.size()) {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = loadLinear(loader, pairs[i]);
        return out;
    }
    const Linear all = loadLinear(loader, pairs.front());
    const int64_t width = all.weight.size(1);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int64_t first = int64_t(i) * width;
        out[i] = {all.weight.narrow(0, first, width), all.bias.narrow(0, first, width)};
    }
    return out;
}

Block loadBlock(TensorLoader &loader, const BlockTensors &tensors, double epsilon)
{
    const auto [query, key, value] = loadAttentionInput(loader, tensors.attentionInput);
    return {loadNorm(loader, tensors.beforeAttention, epsilon),
            query,
            key,
            value,
            loadLinear(loader, tensors.attentionOutput),
            loadNorm(loader, tensors.beforeMlp, epsilon),
            loadLinear(loader, tensors.up),
            loadLinear(loader, tensors.down)};
}

// [width, dimension]
at::Tensor loadProjection(TensorLoader &loader, Layout layout, const NamedTensor &tensor)
{
    const at::Tensor projection = loader.exact(tensor);
    return layout == Layout::OpenClip ? projection : projection.t();
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

Transformer Transformer::load(TensorLoader &loader, const std::vector<BlockTensors> &blocks,
                              const TowerConfig &config)
{
    Transformer transformer;
    transformer.m_config = config;
    for (const BlockTensors &block : blocks)
        transformer.m_blocks.push_back(loadBlock(loader, block, config.normEpsilon));
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

ImageTower ImageTower::load(TensorLoader &loader, Layout layout, const ClipConfig &config,
                            const TowerTensors &tensors)
{
    const double epsilon = config.vision.normEpsilon;
    ImageTower tower;
    tower.imageSize = config.imageSize;
    tower.patchSize = config.patchSize;
    tower.patchWeight = loader.matrix(tensors.embedding).flatten(1);
    tower.classEmbedding = loader.exact(*tensors.classToken);
    tower.positions = loader.exact(tensors.positions);
    tower.before = loadNorm(loader, *tensors.before, epsilon);
    tower.after = loadNorm(loader, tensors.after, epsilon);
    tower.transformer = Transformer::load(loader, tensors.blocks, config.vision);
    tower.projection = loadProjection(loader, layout, tensors.projection);
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

TextTower TextTower::load(TensorLoader &loader, Layout layout, const ClipConfig &config,
                          const TowerTensors &tensors)
{
    TextTower tower;
    tower.tokens = loader.table(tensors.embedding);
    tower.positions = loader.exact(tensors.positions);
    tower.transformer = Transformer::load(loader, tensors.blocks, config.text);
    tower.after = loadNorm(loader, tensors.after, config.text.normEpsilon);
    tower.projection = loadProjection(loader, layout, tensors.projection);
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
