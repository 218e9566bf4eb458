// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/clip_config.h"

#include "engine/inference/json_file.h"

#include <QJsonArray>
#include <cmath>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxConfigBytes = 1024 * 1024;

// Reads values out of one JSON object and remembers the first that is wrong.
class Section
{
public:
    Section(QString path, QString name, QJsonObject object)
        : m_path(std::move(path)), m_name(std::move(name)), m_object(std::move(object))
    {
    }

    // `byDefault`: what the library itself takes when the key is absent.
    int integer(const QString &key, int byDefault, int minimum, int maximum)
    {
        QJsonValue value = m_object.value(key);
        if (value.isUndefined() || value.isNull())
            return byDefault;
        if (value.isArray() && value.toArray().size() == 2 && value.toArray().at(0) == value.toArray().at(1))
            value = value.toArray().at(0); // a square written as [224, 224]
        const qint64 number = value.isDouble() ? value.toInteger(-1) : -1;
        if (number < minimum || number > maximum) {
            wrong(key, u"a whole number from %1 to %2"_s.arg(minimum).arg(maximum));
            return byDefault;
        }
        return int(number);
    }

    double number(const QString &key, double byDefault, double minimum, double maximum)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined() || value.isNull())
            return byDefault;
        const double number = value.toDouble(NAN);
        if (!(number >= minimum && number <= maximum)) {
            wrong(key, u"a number from %1 to %2"_s.arg(minimum).arg(maximum));
            return byDefault;
        }
        return number;
    }

    bool boolean(const QString &key, bool byDefault)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined() || value.isNull())
            return byDefault;
        if (!value.isBool())
            wrong(key, u"true or false"_s);
        return value.toBool(byDefault);
    }

    Activation activation(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined() || value == u"quick_gelu"_s)
            return Activation::QuickGelu;
        if (value == u"gelu"_s)
            return Activation::Gelu;
        if (value == u"gelu_new"_s || value == u"gelu_pytorch_tanh"_s)
            return Activation::GeluTanh;
        wrong(key, u"quick_gelu, gelu, gelu_new or gelu_pytorch_tanh"_s);
        return Activation::QuickGelu;
    }

    // Keys that change what is computed, in ways that we do not compute: only `only` will do.
    void mustBe(const QJsonValue &only, const QStringList &keys)
    {
        for (const QString &key : keys) {
            const QJsonValue value = m_object.value(key);
            if (!value.isUndefined() && !value.isNull() && value != only)
                wrong(key,
                      u"left at its default: anything else is not a CLIP ViT that can be computed here"_s);
        }
    }

    Section sub(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isUndefined() && !value.isNull() && !value.isObject())
            wrong(key, u"an object"_s);
        return {m_path, m_name.isEmpty() ? key : m_name + u'.' + key, value.toObject()};
    }

    // `other`'s values win.
    void overlay(const Section &other)
    {
        for (auto it = other.m_object.begin(); it != other.m_object.end(); ++it)
            m_object.insert(it.key(), it.value());
    }

    void wrong(const QString &key, const QString &expected)
    {
        if (m_error.isEmpty())
            m_error = u"%1: \"%2\" must be %3"_s.arg(m_path, m_name.isEmpty() ? key : m_name + u'.' + key,
                                                     expected);
    }
    const QString &error() const { return m_error; }
    const QJsonObject &object() const { return m_object; }

private:
    QString m_path;
    QString m_name;
    QJsonObject m_object;
    QString m_error;
};

constexpr int maxWidth = 16384;
constexpr int maxLayers = 256;
constexpr int maxImage = 2048;
constexpr int maxImageTokens = 16384;
constexpr int maxContext = 8192;
constexpr int maxVocabulary = 4'000'000;

// As CLIPTextConfig and CLIPVisionConfig of transformers name and default them.
TowerConfig huggingFaceTower(Section &section, TowerConfig defaults)
{
    TowerConfig tower;
    tower.width = section.integer(u"hidden_size"_s, defaults.width, 1, maxWidth);
    tower.layers = section.integer(u"num_hidden_layers"_s, defaults.layers, 1, maxLayers);
    tower.heads = section.integer(u"num_attention_heads"_s, defaults.heads, 1, maxWidth);
    tower.mlpWidth = section.integer(u"intermediate_size"_s, defaults.mlpWidth, 1, 8 * maxWidth);
    tower.activation = section.activation(u"hidden_act"_s);
    tower.normEpsilon = section.number(u"layer_norm_eps"_s, 1e-5, 1e-12, 1e-2);
    if (tower.width % tower.heads != 0)
        section.wrong(u"num_attention_heads"_s, u"a divisor of hidden_size"_s);
    return tower;
}

QString readHuggingFace(ClipConfig &config, Section &root)
{
    if (root.object().value("model_type"_L1) != u"clip"_s)
        root.wrong(u"model_type"_s, u"\"clip\""_s);
    Section vision = root.sub(u"vision_config"_s);
    Section text = root.sub(u"text_config"_s);
    vision.overlay(root.sub(u"vision_config_dict"_s)); // an older spelling, which transformers lets win
    text.overlay(root.sub(u"text_config_dict"_s));

    config.dimension = root.integer(u"projection_dim"_s, 512, 1, maxWidth);
    config.vision = huggingFaceTower(vision, {768, 12, 12, 3072});
    config.imageSize = vision.integer(u"image_size"_s, 224, 1, maxImage);
    config.patchSize = vision.integer(u"patch_size"_s, 32, 1, maxImage);
    vision.mustBe(3, {u"num_channels"_s});
    config.text = huggingFaceTower(text, {512, 12, 8, 2048});
    config.contextLength = text.integer(u"max_position_embeddings"_s, 77, 2, maxContext);
    config.vocabularySize = text.integer(u"vocab_size"_s, 49408, 2, maxVocabulary);
    // OpenAI's first configurations said 2, which no text ever holds; transformers then takes the highest id.
    constexpr int legacyEnd = 2;
    const int end = text.integer(u"eos_token_id"_s, 49407, 0, maxVocabulary);
    if (end != legacyEnd)
        config.endToken = end;
    for (const Section *section : {&root, &vision, &text}) {
        if (!section->error().isEmpty())
            return section->error();
    }
    return {};
}

// open_clip's variations of a transformer block.
void mustHaveCommonBlocks(Section &tower)
{
    tower.mustBe(QJsonValue::Null, {u"ls_init_value"_s, u"act_kwargs"_s, u"norm_kwargs"_s, u"block_type"_s});
    tower.mustBe(false, {u"final_ln_after_pool"_s, u"qk_norm"_s, u"scaled_cosine_attn"_s, u"scale_heads"_s,
                         u"scale_attn_inner"_s, u"scale_attn"_s, u"scale_fc"_s});
}

// As CLIPVisionCfg and CLIPTextCfg of open_clip name and default them.
QString readOpenClip(ClipConfig &config, Section &root)
{
    if (!root.object().value("model_cfg"_L1).isObject())
        root.wrong(u"model_cfg"_s, u"an object"_s);
    Section model = root.sub(u"model_cfg"_s);
    Section vision = model.sub(u"vision_cfg"_s);
    Section text = model.sub(u"text_cfg"_s);
    const Activation activation =
        model.boolean(u"quick_gelu"_s, false) ? Activation::QuickGelu : Activation::Gelu;

    config.dimension = model.integer(u"embed_dim"_s, 0, 1, maxWidth);
    if (config.dimension == 0)
        model.wrong(u"embed_dim"_s, u"given"_s);
    config.ownTextTower = model.boolean(u"custom_text"_s, false);

    config.vision.width = vision.integer(u"width"_s, 768, 1, maxWidth);
    config.vision.layers = vision.integer(u"layers"_s, 12, 1, maxLayers);
    const int headWidth = vision.integer(u"head_width"_s, 64, 1, maxWidth);
    config.vision.heads = config.vision.width / headWidth;
    if (config.vision.width % headWidth != 0)
        vision.wrong(u"head_width"_s, u"a divisor of width"_s);
    config.vision.mlpWidth = int(config.vision.width * vision.number(u"mlp_ratio"_s, 4.0, 0.01, 8));
    config.vision.activation = activation;
    config.imageSize = vision.integer(u"image_size"_s, 224, 1, maxImage);
    config.patchSize = vision.integer(u"patch_size"_s, 16, 1, maxImage);
    mustHaveCommonBlocks(vision);
    vision.mustBe(QJsonValue::Null, {u"timm_model_name"_s});
    vision.mustBe(false,
                  {u"attentional_pool"_s, u"no_ln_pre"_s, u"input_patchnorm"_s, u"global_average_pool"_s});
    vision.mustBe(u"tok"_s, {u"pool_type"_s});
    vision.mustBe(u"learnable"_s, {u"pos_embed_type"_s});

    config.text.width = text.integer(u"width"_s, 512, 1, maxWidth);
    config.text.layers = text.integer(u"layers"_s, 12, 1, maxLayers);
    config.text.heads = text.integer(u"heads"_s, 8, 1, maxWidth);
    if (config.text.width % config.text.heads != 0)
        text.wrong(u"heads"_s, u"a divisor of width"_s);
    config.text.mlpWidth = int(config.text.width * text.number(u"mlp_ratio"_s, 4.0, 0.01, 8));
    config.text.activation = activation;
    config.contextLength = text.integer(u"context_length"_s, 77, 2, maxContext);
    config.vocabularySize = text.integer(u"vocab_size"_s, 49408, 2, maxVocabulary);
    mustHaveCommonBlocks(text);
    text.mustBe(QJsonValue::Null, {u"hf_model_name"_s});
    text.mustBe(false, {u"embed_cls"_s, u"no_causal_mask"_s, u"proj_bias"_s});
    text.mustBe(u"argmax"_s, {u"pool_type"_s});
    text.mustBe(u"linear"_s, {u"proj_type"_s});
    for (const Section *section : {&root, &model, &vision, &text}) {
        if (!section->error().isEmpty())
            return section->error();
    }
    return {};
}

} // namespace

Expected<ClipConfig> ClipConfig::load(const QString &modelDir, Layout layout)
{
    const QString path =
        modelDir + (layout == Layout::OpenClip ? u"/open_clip_config.json"_s : u"/config.json"_s);
    const auto json = readJsonObject(path, maxConfigBytes);
    if (!json)
        return tl::unexpected(json.error());
    ClipConfig config;
    Section root(path, {}, *json);
    QString error = layout == Layout::OpenClip ? readOpenClip(config, root) : readHuggingFace(config, root);
    if (error.isEmpty() && config.patchSize > config.imageSize)
        error = u"%1: the patch is larger than the image"_s.arg(path);
    if (error.isEmpty() && config.imageTokens() > maxImageTokens)
        error = u"%1: %2 patches an image are too many"_s.arg(path).arg(config.imageTokens());
    if (error.isEmpty() && (config.vision.mlpWidth < 1 || config.text.mlpWidth < 1))
        error = u"%1: \"mlp_ratio\" gives an empty layer"_s.arg(path);
    if (!error.isEmpty())
        return failure(protocol::error_code::loadFailed, error);
    return config;
}

} // namespace modeldeck::inference
