// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/clip_config.h"

#include "engine/model_files/config_section.h"
#include "engine/model_files/files.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestConfig = 1024 * 1024;
constexpr int maxWidth = 16384;
constexpr int maxLayers = 256;
constexpr int maxImage = 2048;
constexpr int maxImageTokens = 16384;
constexpr int maxContext = 8192;
constexpr int maxVocabulary = 4'000'000;

Activation activationOf(ConfigSection &section)
{
    static const QStringList names{u"quick_gelu"_s, u"gelu"_s, u"gelu_new"_s, u"gelu_pytorch_tanh"_s};
    switch (names.indexOf(section.oneOf(u"hidden_act"_s, names))) {
    case 1:
        return Activation::Gelu;
    case 2:
    case 3:
        return Activation::GeluTanh;
    default:
        return Activation::QuickGelu;
    }
}

// As CLIPTextConfig and CLIPVisionConfig of transformers name and default them.
TowerConfig huggingFaceTower(ConfigSection &section, TowerConfig defaults)
{
    TowerConfig tower;
    tower.width = section.integer(u"hidden_size"_s, defaults.width, 1, maxWidth);
    tower.layers = section.integer(u"num_hidden_layers"_s, defaults.layers, 1, maxLayers);
    tower.heads = section.integer(u"num_attention_heads"_s, defaults.heads, 1, maxWidth);
    tower.mlpWidth = section.integer(u"intermediate_size"_s, defaults.mlpWidth, 1, 8 * maxWidth);
    tower.activation = activationOf(section);
    tower.normEpsilon = section.number(u"layer_norm_eps"_s, 1e-5, 1e-12, 1e-2);
    if (tower.width % tower.heads != 0)
        section.wrong(u"num_attention_heads"_s, Text(MD_TEXT("a divisor of %1"), u"hidden_size"_s));
    return tower;
}

void readHuggingFace(ClipConfig &config, ConfigSection &root)
{
    if (root.value(u"model_type"_s) != u"clip"_s)
        root.refuse(MD_TEXT("config.json does not describe a CLIP model: “model_type” must be “clip”"));
    ConfigSection vision = root.sub(u"vision_config"_s);
    ConfigSection text = root.sub(u"text_config"_s);
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
}

// open_clip's variations of a transformer block.
void mustHaveCommonBlocks(ConfigSection &tower)
{
    tower.mustBe(QJsonValue::Null, {u"ls_init_value"_s, u"act_kwargs"_s, u"norm_kwargs"_s, u"block_type"_s});
    tower.mustBe(false, {u"final_ln_after_pool"_s, u"qk_norm"_s, u"scaled_cosine_attn"_s, u"scale_heads"_s,
                         u"scale_attn_inner"_s, u"scale_attn"_s, u"scale_fc"_s});
}

// As CLIPVisionCfg and CLIPTextCfg of open_clip name and default them.
void readOpenClip(ClipConfig &config, ConfigSection &root)
{
    if (!root.has(u"model_cfg"_s))
        root.wrong(u"model_cfg"_s, MD_TEXT("an object"));
    ConfigSection model = root.sub(u"model_cfg"_s);
    ConfigSection vision = model.sub(u"vision_cfg"_s);
    ConfigSection text = model.sub(u"text_cfg"_s);
    const Activation activation =
        model.boolean(u"quick_gelu"_s, false) ? Activation::QuickGelu : Activation::Gelu;

    config.dimension = model.requiredInteger(u"embed_dim"_s, model.value(u"embed_dim"_s), 1, maxWidth);
    config.ownTextTower = model.boolean(u"custom_text"_s, false);

    config.vision.width = vision.integer(u"width"_s, 768, 1, maxWidth);
    config.vision.layers = vision.integer(u"layers"_s, 12, 1, maxLayers);
    const int headWidth = vision.integer(u"head_width"_s, 64, 1, maxWidth);
    config.vision.heads = config.vision.width / headWidth;
    if (config.vision.width % headWidth != 0)
        vision.wrong(u"head_width"_s, Text(MD_TEXT("a divisor of %1"), u"width"_s));
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
        text.wrong(u"heads"_s, Text(MD_TEXT("a divisor of %1"), u"width"_s));
    config.text.mlpWidth = int(config.text.width * text.number(u"mlp_ratio"_s, 4.0, 0.01, 8));
    config.text.activation = activation;
    config.contextLength = text.integer(u"context_length"_s, 77, 2, maxContext);
    config.vocabularySize = text.integer(u"vocab_size"_s, 49408, 2, maxVocabulary);
    mustHaveCommonBlocks(text);
    text.mustBe(QJsonValue::Null, {u"hf_model_name"_s});
    text.mustBe(false, {u"embed_cls"_s, u"no_causal_mask"_s, u"proj_bias"_s});
    text.mustBe(u"argmax"_s, {u"pool_type"_s});
    text.mustBe(u"linear"_s, {u"proj_type"_s});
}

} // namespace

Result<ClipConfig> ClipConfig::load(const QString &folder, Layout layout)
{
    const QString file = filesOf(layout).config;
    const auto json = readJsonObject(folder + u'/' + file, longestConfig);
    if (!json)
        return tl::unexpected(json.error());
    ClipConfig config;
    std::optional<Error> error;
    ConfigSection root(file, {}, *json, error);
    if (layout == Layout::OpenClip)
        readOpenClip(config, root);
    else
        readHuggingFace(config, root);
    config.untrained = json->value("modeldeck_untrained"_L1).toBool(false);
    if (!error) {
        if (config.patchSize > config.imageSize)
            root.refuse(Text(MD_TEXT("%1: the patch is larger than the image"), file));
        if (config.imageTokens() > maxImageTokens)
            root.refuse(
                Text(MD_TEXT("%1: an image has %2 patches, which are too many"), file, config.imageTokens()));
        if (config.vision.mlpWidth < 1 || config.text.mlpWidth < 1)
            root.refuse(Text(MD_TEXT("%1: “mlp_ratio” gives an empty layer"), file));
    }
    if (error)
        return tl::unexpected(*std::move(error));
    return config;
}

bool describesClip(const QString &folder, Layout layout)
{
    const auto json = readJsonObject(folder + u'/' + filesOf(layout).config, longestConfig);
    if (!json)
        return false;
    if (layout == Layout::HuggingFace)
        return json->value("model_type"_L1) == u"clip"_s;
    const QJsonObject model = json->value("model_cfg"_L1).toObject();
    return !model.isEmpty() && !model["vision_cfg"_L1]["timm_model_name"_L1].isString() &&
           !model["text_cfg"_L1]["hf_model_name"_L1].isString();
}

} // namespace modeldeck
