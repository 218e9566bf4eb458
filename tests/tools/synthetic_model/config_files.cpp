// SPDX-License-Identifier: GPL-3.0-or-later
#include "config_files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace modeldeck::synthetic {

using namespace Qt::StringLiterals;

namespace {

const QString untrained = u"modeldeck_untrained"_s;

// The statistics of CLIP's training images.
QJsonArray clipMean()
{
    return {0.48145466, 0.4578275, 0.40821073};
}

QJsonArray clipDeviation()
{
    return {0.26862954, 0.26130258, 0.27577711};
}

QString dtypeName(DType dtype)
{
    return dtype == DType::F32 ? u"float32"_s : dtype == DType::F16 ? u"float16"_s : u"bfloat16"_s;
}

QJsonObject towerConfig(const Variant &variant, const Tower &tower)
{
    return {{u"hidden_size"_s, tower.width},
            {u"intermediate_size"_s, 4 * tower.width},
            {u"num_hidden_layers"_s, tower.layers},
            {u"num_attention_heads"_s, tower.heads},
            {u"projection_dim"_s, variant.embedding},
            {u"hidden_act"_s, variant.quickGelu ? u"quick_gelu"_s : u"gelu"_s},
            {u"layer_norm_eps"_s, 1e-5},
            {u"attention_dropout"_s, 0.0}};
}

QByteArray indented(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

} // namespace

QByteArray huggingFaceConfig(const Variant &variant, DType dtype)
{
    QJsonObject text = towerConfig(variant, variant.text);
    text[u"model_type"_s] = u"clip_text_model"_s;
    text[u"vocab_size"_s] = variant.vocabulary;
    text[u"max_position_embeddings"_s] = variant.contextLength;
    text[u"bos_token_id"_s] = variant.vocabulary - 2;
    text[u"eos_token_id"_s] = variant.vocabulary - 1;
    text[u"pad_token_id"_s] = variant.vocabulary - 1;
    QJsonObject vision = towerConfig(variant, variant.vision);
    vision[u"model_type"_s] = u"clip_vision_model"_s;
    vision[u"image_size"_s] = variant.imageSize;
    vision[u"patch_size"_s] = variant.patch;
    vision[u"num_channels"_s] = 3;
    return indented({{u"model_type"_s, u"clip"_s},
                     {u"architectures"_s, QJsonArray{u"CLIPModel"_s}},
                     {u"projection_dim"_s, variant.embedding},
                     {u"logit_scale_init_value"_s, 2.6592},
                     {u"torch_dtype"_s, dtypeName(dtype)},
                     {u"text_config"_s, text},
                     {u"vision_config"_s, vision},
                     {untrained, true}});
}

QByteArray huggingFacePreprocessor(const Variant &variant)
{
    const qint64 side = variant.imageSize;
    return indented({{u"image_processor_type"_s, u"CLIPImageProcessor"_s},
                     {u"do_resize"_s, true},
                     {u"size"_s, QJsonObject{{u"shortest_edge"_s, side}}},
                     {u"resample"_s, 3},
                     {u"do_center_crop"_s, true},
                     {u"crop_size"_s, QJsonObject{{u"height"_s, side}, {u"width"_s, side}}},
                     {u"do_rescale"_s, true},
                     {u"rescale_factor"_s, 1.0 / 255.0},
                     {u"do_normalize"_s, true},
                     {u"do_convert_rgb"_s, true},
                     {u"image_mean"_s, clipMean()},
                     {u"image_std"_s, clipDeviation()}});
}

QByteArray openClipConfig(const Variant &variant)
{
    const QJsonObject vision{{u"image_size"_s, variant.imageSize},
                             {u"layers"_s, variant.vision.layers},
                             {u"width"_s, variant.vision.width},
                             {u"head_width"_s, variant.vision.headWidth()},
                             {u"patch_size"_s, variant.patch}};
    const QJsonObject text{{u"context_length"_s, variant.contextLength},
                           {u"vocab_size"_s, variant.vocabulary},
                           {u"width"_s, variant.text.width},
                           {u"heads"_s, variant.text.heads},
                           {u"layers"_s, variant.text.layers}};
    const QJsonObject model{{u"embed_dim"_s, variant.embedding},
                            {u"quick_gelu"_s, variant.quickGelu},
                            {u"vision_cfg"_s, vision},
                            {u"text_cfg"_s, text}};
    const QJsonObject preprocess{{u"mean"_s, clipMean()},
                                 {u"std"_s, clipDeviation()},
                                 {u"interpolation"_s, u"bicubic"_s},
                                 {u"resize_mode"_s, u"shortest"_s}};
    return indented({{u"model_cfg"_s, model}, {u"preprocess_cfg"_s, preprocess}, {untrained, true}});
}

} // namespace modeldeck::synthetic
