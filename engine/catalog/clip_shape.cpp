// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/clip_shape.h"

#include <QJsonArray>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxWidth = 16384;
constexpr int maxLayers = 256;
constexpr int maxImage = 2048;
constexpr int maxContext = 8192;
constexpr int maxVocabulary = 4'000'000;

// Reads numbers out of one object; the first that is wrong is remembered.
class Numbers
{
public:
    Numbers(QJsonObject object, std::optional<QString> &wrongKey)
        : m_object(std::move(object)), m_wrongKey(wrongKey)
    {
    }

    int integer(const QString &key, int byDefault, int maximum)
    {
        QJsonValue value = m_object.value(key);
        if (value.isUndefined() || value.isNull())
            return byDefault;
        const QJsonArray pair = value.toArray();
        if (pair.size() == 2 && pair[0] == pair[1])
            value = pair[0]; // a square, written as [224, 224]
        const qint64 number = value.isDouble() ? value.toInteger(0) : 0;
        if (number >= 1 && number <= maximum)
            return int(number);
        wrong(key);
        return byDefault;
    }
    double ratio(const QString &key, double byDefault)
    {
        const QJsonValue value = m_object.value(key);
        if (value.isUndefined() || value.isNull())
            return byDefault;
        const double number = value.toDouble(0);
        if (number >= 0.01 && number <= 8)
            return number;
        wrong(key);
        return byDefault;
    }
    void wrong(const QString &key)
    {
        if (!m_wrongKey)
            m_wrongKey = key;
    }

private:
    QJsonObject m_object;
    std::optional<QString> &m_wrongKey;
};

struct Tower
{
    qint64 width = 0;
    qint64 layers = 0;
    qint64 mlpWidth = 0;

    // Attention, the two layers of the MLP and two norms, all with bias.
    qint64 blockParameters() const
    {
        return layers * (4 * width * width + 4 * width + 2 * width * mlpWidth + mlpWidth + width + 4 * width);
    }
};

struct Shapes
{
    int dimension = 0;
    int imageSize = 0;
    int patchSize = 0;
    int contextLength = 0;
    int vocabulary = 0;
    Tower vision;
    Tower text;
};

qint64 parameterCount(const Shapes &shapes)
{
    const qint64 side = shapes.imageSize / shapes.patchSize;
    const qint64 vision = shapes.vision.width;
    const qint64 text = shapes.text.width;
    const qint64 positions = side * side + 1;
    const qint64 visionEnds = vision * 3 * shapes.patchSize * shapes.patchSize // patches
                              + vision + positions * vision + 4 * vision       // class, positions, two norms
                              + vision * shapes.dimension;
    const qint64 textEnds =
        (shapes.vocabulary + shapes.contextLength) * text + 2 * text + text * shapes.dimension;
    constexpr qint64 logitScale = 1;
    return visionEnds + shapes.vision.blockParameters() + textEnds + shapes.text.blockParameters() +
           logitScale;
}

Result<ClipShape> checked(const Shapes &shapes, const std::optional<QString> &wrongKey)
{
    if (wrongKey) {
        return failure(ErrorCode::ModelLoadFailed,
                       MD_TEXT("its configuration does not describe a supported CLIP ViT: check \"%1\""),
                       *wrongKey);
    }
    if (shapes.patchSize > shapes.imageSize) {
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("its configuration does not describe a supported "
                                                           "CLIP ViT: the patch is larger than the image"));
    }
    return ClipShape{shapes.dimension, shapes.imageSize, shapes.contextLength, parameterCount(shapes)};
}

// Older configurations repeat a section under a second name, which wins.
QJsonObject section(const QJsonObject &config, const QString &name)
{
    QJsonObject out = config.value(name).toObject();
    const QJsonObject older = config.value(name + u"_dict"_s).toObject();
    for (auto it = older.begin(); it != older.end(); ++it)
        out.insert(it.key(), it.value());
    return out;
}

} // namespace

// Absent keys have the defaults of transformers' CLIPConfig.
Result<ClipShape> clipShapeOfHuggingFace(const QJsonObject &config)
{
    if (config.value("model_type"_L1) != u"clip"_s)
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("config.json does not describe a CLIP model"));
    std::optional<QString> wrongKey;
    Numbers root(config, wrongKey);
    Numbers vision(section(config, u"vision_config"_s), wrongKey);
    Numbers text(section(config, u"text_config"_s), wrongKey);
    const auto tower = [](Numbers &numbers, int width, int mlpWidth) {
        return Tower{numbers.integer(u"hidden_size"_s, width, maxWidth),
                     numbers.integer(u"num_hidden_layers"_s, 12, maxLayers),
                     numbers.integer(u"intermediate_size"_s, mlpWidth, 8 * maxWidth)};
    };
    Shapes shapes;
    shapes.dimension = root.integer(u"projection_dim"_s, 512, maxWidth);
    shapes.imageSize = vision.integer(u"image_size"_s, 224, maxImage);
    shapes.patchSize = vision.integer(u"patch_size"_s, 32, maxImage);
    shapes.vision = tower(vision, 768, 3072);
    shapes.contextLength = text.integer(u"max_position_embeddings"_s, 77, maxContext);
    shapes.vocabulary = text.integer(u"vocab_size"_s, 49408, maxVocabulary);
    shapes.text = tower(text, 512, 2048);
    return checked(shapes, wrongKey);
}

// Absent keys have the defaults of open_clip's CLIPVisionCfg and CLIPTextCfg.
Result<ClipShape> clipShapeOfOpenClip(const QJsonObject &config)
{
    std::optional<QString> wrongKey;
    const QJsonObject model = config.value("model_cfg"_L1).toObject();
    const QJsonObject visionSection = model.value("vision_cfg"_L1).toObject();
    const QJsonObject textSection = model.value("text_cfg"_L1).toObject();
    Numbers root(model, wrongKey);
    Numbers vision(visionSection, wrongKey);
    Numbers text(textSection, wrongKey);
    if (!model.contains("embed_dim"_L1))
        root.wrong(u"embed_dim"_s);
    if (visionSection.value("timm_model_name"_L1).isString())
        vision.wrong(u"timm_model_name"_s);
    if (textSection.value("hf_model_name"_L1).isString())
        text.wrong(u"hf_model_name"_s);
    const auto tower = [](Numbers &numbers, int byDefault) {
        const int width = numbers.integer(u"width"_s, byDefault, maxWidth);
        return Tower{width, numbers.integer(u"layers"_s, 12, maxLayers),
                     qint64(width * numbers.ratio(u"mlp_ratio"_s, 4))};
    };
    Shapes shapes;
    shapes.dimension = root.integer(u"embed_dim"_s, 512, maxWidth);
    shapes.imageSize = vision.integer(u"image_size"_s, 224, maxImage);
    shapes.patchSize = vision.integer(u"patch_size"_s, 16, maxImage);
    shapes.vision = tower(vision, 768);
    shapes.contextLength = text.integer(u"context_length"_s, 77, maxContext);
    shapes.vocabulary = text.integer(u"vocab_size"_s, 49408, maxVocabulary);
    shapes.text = tower(text, 512);
    return checked(shapes, wrongKey);
}

} // namespace modeldeck
