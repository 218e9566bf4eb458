// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_tensors.h"

#include <cmath>

namespace modeldeck::synthetic {

namespace {

qint64 product(const std::vector<qint64> &shape)
{
    qint64 count = 1;
    for (const qint64 n : shape)
        count *= n;
    return count;
}

// Collects the tensors of one layout. Names are given twice: transformers' (canonical) and OpenCLIP's.
class Builder
{
public:
    explicit Builder(Layout layout) : m_layout(layout) {}
    std::vector<Tensor> take() { return std::move(m_tensors); }

    void add(const Parameter &parameter, const QByteArray &openClipName)
    {
        m_tensors.push_back({openClip() ? openClipName : parameter.name, parameter.shape, {parameter}});
    }

    // transformers keeps projections as linear layers [out, in], OpenCLIP as matrices [in, out].
    void addProjection(const Parameter &parameter, const QByteArray &openClipName)
    {
        add(parameter, openClipName);
        if (openClip()) {
            m_tensors.back().shape = {parameter.shape[1], parameter.shape[0]};
            m_tensors.back().transposed = true;
        }
    }

    void addLayerNorm(const QByteArray &name, const QByteArray &openClipName, qint64 width)
    {
        add({name + ".weight", {width}, 1.0, 0.02}, openClipName + ".weight");
        add({name + ".bias", {width}, 0.0, 0.02}, openClipName + ".bias");
    }

    void addLinear(const QByteArray &name, const QByteArray &openClipName, qint64 out, qint64 in,
                   double deviation)
    {
        add({name + ".weight", {out, in}, 0.0, deviation}, openClipName + ".weight");
        add({name + ".bias", {out}, 0.0, 0.01}, openClipName + ".bias");
    }

    void addPositionIds(const QByteArray &name, qint64 count)
    {
        if (!openClip())
            m_tensors.push_back({name, {1, count}, {}, false, true});
    }

    // transformers has three matrices for query, key and value, OpenCLIP one on top of the other.
    void addAttentionInput(const QByteArray &name, const QByteArray &openClipName, qint64 width,
                           double deviation)
    {
        std::vector<Parameter> weights;
        std::vector<Parameter> biases;
        for (const char *projection : {".q_proj", ".k_proj", ".v_proj"}) {
            weights.push_back({name + projection + ".weight", {width, width}, 0.0, deviation});
            biases.push_back({name + projection + ".bias", {width}, 0.0, 0.01});
        }
        if (openClip()) {
            m_tensors.push_back({openClipName + ".in_proj_weight", {3 * width, width}, weights});
            m_tensors.push_back({openClipName + ".in_proj_bias", {3 * width}, biases});
            return;
        }
        for (const auto &parameters : {weights, biases}) {
            for (const Parameter &parameter : parameters)
                add(parameter, {});
        }
    }

    void addBlocks(const QByteArray &name, const QByteArray &openClipName, const Tower &tower)
    {
        // The residual stream grows by one unit over all layers, whatever their number.
        const double inner = 1.0 / std::sqrt(double(tower.width));
        const double outer = inner / std::sqrt(2.0 * double(tower.layers));
        for (qint64 i = 0; i < tower.layers; ++i) {
            const QByteArray block = name + ".encoder.layers." + QByteArray::number(i);
            const QByteArray other = openClipName + "transformer.resblocks." + QByteArray::number(i);
            addLayerNorm(block + ".layer_norm1", other + ".ln_1", tower.width);
            addAttentionInput(block + ".self_attn", other + ".attn", tower.width, inner);
            addLinear(block + ".self_attn.out_proj", other + ".attn.out_proj", tower.width, tower.width,
                      outer);
            addLayerNorm(block + ".layer_norm2", other + ".ln_2", tower.width);
            addLinear(block + ".mlp.fc1", other + ".mlp.c_fc", 4 * tower.width, tower.width, inner);
            addLinear(block + ".mlp.fc2", other + ".mlp.c_proj", tower.width, 4 * tower.width, outer);
        }
    }

private:
    bool openClip() const { return m_layout == Layout::OpenClip; }

    Layout m_layout;
    std::vector<Tensor> m_tensors;
};

void addTextTower(Builder &builder, const Variant &variant)
{
    const qint64 width = variant.text.width;
    const double deviation = 1.0 / std::sqrt(double(width));
    builder.add({"text_model.embeddings.token_embedding.weight", {variant.vocabulary, width}, 0.0, 0.02},
                "token_embedding.weight");
    builder.add(
        {"text_model.embeddings.position_embedding.weight", {variant.contextLength, width}, 0.0, 0.01},
        "positional_embedding");
    builder.addPositionIds("text_model.embeddings.position_ids", variant.contextLength);
    builder.addBlocks("text_model", "", variant.text);
    builder.addLayerNorm("text_model.final_layer_norm", "ln_final", width);
    builder.addProjection({"text_projection.weight", {variant.embedding, width}, 0.0, deviation},
                          "text_projection");
}

void addVisionTower(Builder &builder, const Variant &variant)
{
    const qint64 width = variant.vision.width;
    const double deviation = 1.0 / std::sqrt(double(width));
    const qint64 pixels = 3 * variant.patch * variant.patch;
    const QByteArray embeddings = "vision_model.embeddings.";
    builder.add({embeddings + "class_embedding", {width}, 0.0, deviation}, "visual.class_embedding");
    builder.add({embeddings + "patch_embedding.weight",
                 {width, 3, variant.patch, variant.patch},
                 0.0,
                 1.0 / std::sqrt(double(pixels))},
                "visual.conv1.weight");
    builder.add({embeddings + "position_embedding.weight", {variant.patches() + 1, width}, 0.0, deviation},
                "visual.positional_embedding");
    builder.addPositionIds(embeddings + "position_ids", variant.patches() + 1);
    // "pre_layrnorm" is how transformers spells it.
    builder.addLayerNorm("vision_model.pre_layrnorm", "visual.ln_pre", width);
    builder.addBlocks("vision_model", "visual.", variant.vision);
    builder.addLayerNorm("vision_model.post_layernorm", "visual.ln_post", width);
    builder.addProjection({"visual_projection.weight", {variant.embedding, width}, 0.0, deviation},
                          "visual.proj");
}

} // namespace

qint64 Parameter::count() const
{
    return product(shape);
}

qint64 Tensor::count() const
{
    return product(shape);
}

std::vector<Tensor> modelTensors(const Variant &variant, Layout layout)
{
    Builder builder(layout);
    // ln 100, the value at which CLIP's training clips it.
    builder.add({"logit_scale", {}, 4.605170185988092, 0.0}, "logit_scale");
    addTextTower(builder, variant);
    addVisionTower(builder, variant);
    return builder.take();
}

qint64 parameterCount(const std::vector<Tensor> &tensors)
{
    qint64 count = 0;
    for (const Tensor &tensor : tensors)
        count += tensor.positionIds ? 0 : tensor.count();
    return count;
}

} // namespace modeldeck::synthetic
