// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/clip_tensors.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

TensorPair norm(const QString &name, int width)
{
    return {{name + u".weight"_s, {width}}, {name + u".bias"_s, {width}}};
}

TensorPair linear(const QString &name, int in, int out)
{
    return {{name + u".weight"_s, {out, in}}, {name + u".bias"_s, {out}}};
}

BlockTensors huggingFaceBlock(const QString &name, const TowerConfig &config)
{
    const int width = config.width;
    BlockTensors block;
    block.beforeAttention = norm(name + u".layer_norm1"_s, width);
    for (const QString &part : {u"q_proj"_s, u"k_proj"_s, u"v_proj"_s})
        block.attentionInput.push_back(linear(name + u".self_attn."_s + part, width, width));
    block.attentionOutput = linear(name + u".self_attn.out_proj"_s, width, width);
    block.beforeMlp = norm(name + u".layer_norm2"_s, width);
    block.up = linear(name + u".mlp.fc1"_s, width, config.mlpWidth);
    block.down = linear(name + u".mlp.fc2"_s, config.mlpWidth, width);
    return block;
}

BlockTensors openClipBlock(const QString &name, const TowerConfig &config)
{
    const int width = config.width;
    BlockTensors block;
    block.beforeAttention = norm(name + u".ln_1"_s, width);
    block.attentionInput = {{{name + u".attn.in_proj_weight"_s, {3 * width, width}},
                             {name + u".attn.in_proj_bias"_s, {3 * width}}}};
    block.attentionOutput = linear(name + u".attn.out_proj"_s, width, width);
    block.beforeMlp = norm(name + u".ln_2"_s, width);
    block.up = linear(name + u".mlp.c_fc"_s, width, config.mlpWidth);
    block.down = linear(name + u".mlp.c_proj"_s, config.mlpWidth, width);
    return block;
}

// `transformer`: the start of the blocks' names.
std::vector<BlockTensors> blocks(const QString &transformer, const TowerConfig &config, Layout layout)
{
    std::vector<BlockTensors> out;
    for (int i = 0; i < config.layers; ++i) {
        out.push_back(layout == Layout::OpenClip
                          ? openClipBlock(u"%1transformer.resblocks.%2"_s.arg(transformer).arg(i), config)
                          : huggingFaceBlock(u"%1encoder.layers.%2"_s.arg(transformer).arg(i), config));
    }
    return out;
}

NamedTensor projection(const QString &name, int width, int dimension, Layout layout)
{
    if (layout == Layout::OpenClip)
        return {name, {width, dimension}};
    return {name + u".weight"_s, {dimension, width}};
}

TowerTensors imageTower(const ClipConfig &config, Layout layout)
{
    const bool openClip = layout == Layout::OpenClip;
    const QString root = openClip ? u"visual."_s : u"vision_model."_s;
    const QString embeddings = openClip ? root : root + u"embeddings."_s;
    const int width = config.vision.width, patch = config.patchSize;
    TowerTensors tower;
    tower.embedding = {embeddings + (openClip ? u"conv1.weight"_s : u"patch_embedding.weight"_s),
                       {width, 3, patch, patch}};
    tower.classToken = {embeddings + u"class_embedding"_s, {width}};
    tower.positions = {embeddings + (openClip ? u"positional_embedding"_s : u"position_embedding.weight"_s),
                       {config.imageTokens(), width}};
    // "layrnorm" is how transformers spells it
    tower.before = norm(root + (openClip ? u"ln_pre"_s : u"pre_layrnorm"_s), width);
    tower.blocks = blocks(root, config.vision, layout);
    tower.after = norm(root + (openClip ? u"ln_post"_s : u"post_layernorm"_s), width);
    tower.projection =
        projection(openClip ? u"visual.proj"_s : u"visual_projection"_s, width, config.dimension, layout);
    return tower;
}

TowerTensors textTower(const ClipConfig &config, Layout layout)
{
    const bool openClip = layout == Layout::OpenClip;
    const QString root = openClip ? (config.ownTextTower ? u"text."_s : QString()) : u"text_model."_s;
    const QString embeddings = openClip ? root : root + u"embeddings."_s;
    const int width = config.text.width;
    TowerTensors tower;
    tower.embedding = {embeddings + u"token_embedding.weight"_s, {config.vocabularySize, width}};
    tower.positions = {embeddings + (openClip ? u"positional_embedding"_s : u"position_embedding.weight"_s),
                       {config.contextLength, width}};
    tower.blocks = blocks(root, config.text, layout);
    tower.after = norm(root + (openClip ? u"ln_final"_s : u"final_layer_norm"_s), width);
    tower.projection = projection(openClip ? root + u"text_projection"_s : u"text_projection"_s, width,
                                  config.dimension, layout);
    return tower;
}

void append(std::vector<NamedTensor> &out, const TensorPair &pair)
{
    out.push_back(pair.weight);
    out.push_back(pair.bias);
}

void append(std::vector<NamedTensor> &out, const TowerTensors &tower)
{
    out.push_back(tower.embedding);
    if (tower.classToken)
        out.push_back(*tower.classToken);
    out.push_back(tower.positions);
    if (tower.before)
        append(out, *tower.before);
    for (const BlockTensors &block : tower.blocks) {
        append(out, block.beforeAttention);
        for (const TensorPair &input : block.attentionInput)
            append(out, input);
        append(out, block.attentionOutput);
        append(out, block.beforeMlp);
        append(out, block.up);
        append(out, block.down);
    }
    append(out, tower.after);
    out.push_back(tower.projection);
}

} // namespace

ClipTensors::ClipTensors(const ClipConfig &config, Layout layout)
    : image(imageTower(config, layout)), text(textTower(config, layout))
{
}

std::vector<NamedTensor> ClipTensors::all() const
{
    std::vector<NamedTensor> out;
    append(out, image);
    append(out, text);
    return out;
}

qint64 ClipTensors::parameters() const
{
    qint64 count = 1; // the logits' scale
    for (const NamedTensor &tensor : all())
        count += elementsOf(tensor.shape).value_or(0);
    return count;
}

} // namespace modeldeck
