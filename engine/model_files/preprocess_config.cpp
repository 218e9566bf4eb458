// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/preprocess_config.h"

#include "engine/model_files/config_section.h"
#include "engine/model_files/files.h"

#include <QJsonArray>
#include <algorithm>
#include <cmath>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestConfig = 1024 * 1024;
constexpr int maxSide = 4096;

// One number for each of red, green and blue.
void readChannels(ConfigSection &section, const QString &key, bool aboveZero, std::array<double, 3> &place)
{
    if (!section.has(key))
        return;
    const QJsonArray array = section.value(key).toArray();
    bool valid = array.size() == 3;
    for (qsizetype i = 0; valid && i < 3; ++i) {
        place[size_t(i)] = array[i].toDouble(NAN);
        valid = std::isfinite(place[size_t(i)]) && (!aboveZero || place[size_t(i)] > 1e-6);
    }
    if (!valid)
        section.wrong(key, aboveZero ? MD_TEXT("three numbers above 0") : MD_TEXT("three numbers"));
}

// A list is height and width, or one number for both.
QJsonValue withSides(const QJsonValue &size)
{
    const QJsonArray list = size.toArray();
    if (list.isEmpty() || list.size() > 2)
        return size;
    return QJsonObject{{u"height"_s, list.first()}, {u"width"_s, list.last()}};
}

// "size" is a number, {"shortest_edge"}, {"height", "width"} or a list.
void readResize(ConfigSection &section, PreprocessConfig &config)
{
    const QString key = u"size"_s;
    if (!section.has(key))
        return;
    const QJsonValue size = withSides(section.value(key));
    const QJsonObject object = size.toObject();
    const auto side = [&](const QJsonValue &value) {
        return section.requiredInteger(key, value, 1, maxSide);
    };
    if (size.isDouble()) {
        config.resizeHeight = side(size);
    } else if (object.contains("longest_edge"_L1) || object.contains("max_height"_L1) ||
               object.contains("max_width"_L1)) {
        section.wrong(key, MD_TEXT("the shortest edge, or height and width"));
    } else if (object.contains("shortest_edge"_L1)) {
        config.resizeHeight = side(object[u"shortest_edge"_s]);
    } else {
        config.resize = PreprocessConfig::Resize::Exact;
        config.resizeHeight = side(object[u"height"_s]);
        config.resizeWidth = side(object[u"width"_s]);
    }
}

// The output has the model's size, or the file belongs to another model.
void checkOutput(ConfigSection &section, const PreprocessConfig &config)
{
    const int wanted = config.outputSize;
    const Text modelsSize(MD_TEXT("%1 × %1 pixels, as the model takes them"), wanted);
    if (!section.boolean(u"do_center_crop"_s, true)) {
        if (config.resize != PreprocessConfig::Resize::Exact || config.resizeWidth != wanted ||
            config.resizeHeight != wanted)
            section.wrong(u"do_center_crop"_s, Text(MD_TEXT("true, or “size” must be %1"), modelsSize));
        return;
    }
    const QString key = u"crop_size"_s;
    if (!section.has(key))
        return;
    const QJsonValue crop = withSides(section.value(key));
    const QJsonObject object = crop.toObject();
    for (const QString &side : {u"height"_s, u"width"_s}) {
        if (section.requiredInteger(key, crop.isDouble() ? crop : object[side], 1, maxSide) != wanted)
            section.wrong(key, modelsSize);
    }
}

void readHuggingFace(ConfigSection &section, PreprocessConfig &config)
{
    if (section.boolean(u"do_resize"_s, true))
        readResize(section, config);
    else
        config.resize = PreprocessConfig::Resize::None;
    checkOutput(section, config);
    constexpr int bilinear = 2, bicubic = 3; // as PIL numbers them
    config.filter = section.integer(u"resample"_s, bicubic, bilinear, bicubic) == bilinear ? Filter::Bilinear
                                                                                           : Filter::Bicubic;
    config.scale = section.number(u"rescale_factor"_s, config.scale, 1e-300, 1e300);
    if (!section.boolean(u"do_rescale"_s, true))
        config.scale = 1.0;
    readChannels(section, u"image_mean"_s, false, config.mean);
    readChannels(section, u"image_std"_s, true, config.deviation);
    if (!section.boolean(u"do_normalize"_s, true)) {
        config.mean = {0, 0, 0};
        config.deviation = {1, 1, 1};
    }
}

// "size" is not read: OpenCLIP, too, takes the model's own.
void readOpenClip(ConfigSection &section, PreprocessConfig &config)
{
    readChannels(section, u"mean"_s, false, config.mean);
    readChannels(section, u"std"_s, true, config.deviation);
    const QString filter = section.oneOf(u"interpolation"_s, {u"bicubic"_s, u"bilinear"_s, u"random"_s});
    config.filter = filter == u"bilinear"_s ? Filter::Bilinear : Filter::Bicubic;
    const QString mode = section.oneOf(u"resize_mode"_s, {u"shortest"_s, u"longest"_s, u"squash"_s});
    config.resize = mode == u"longest"_s  ? PreprocessConfig::Resize::LongestEdge
                    : mode == u"squash"_s ? PreprocessConfig::Resize::Exact
                                          : PreprocessConfig::Resize::ShortestEdge;
    config.fill = section.integer(u"fill_color"_s, 0, 0, 255);
}

} // namespace

Text PreprocessConfig::assumption() const
{
    if (!assumed)
        return {};
    return {
        MD_TEXT(
            "The model's folder does not say how images are prepared. %1 × %1 pixels, scaled with bicubic "
            "filtering, and the colours' mean and deviation of OpenAI's CLIP are assumed."),
        outputSize};
}

Result<PreprocessConfig> PreprocessConfig::load(const QString &folder, Layout layout, int imageSize)
{
    PreprocessConfig config;
    config.layout = layout;
    config.resizeWidth = config.resizeHeight = config.outputSize = imageSize;
    const QStringList names = filesOf(layout).preprocessors;
    const auto there = std::ranges::find_if(
        names, [&](const QString &name) { return QFileInfo::exists(folder + u'/' + name); });
    if (there == names.end()) {
        config.assumed = true;
        return config;
    }
    const QString file = *there;
    const auto json = readJsonObject(folder + u'/' + file, longestConfig);
    if (!json)
        return tl::unexpected(json.error());
    std::optional<Error> error;
    ConfigSection section(file, {}, *json, error);
    if (layout == Layout::OpenClip) {
        if (!section.has(u"preprocess_cfg"_s))
            config.assumed = true;
        ConfigSection own = section.sub(u"preprocess_cfg"_s);
        readOpenClip(own, config);
    } else if (file == names.last()) { // that of the whole processor, as transformers 5 saves it
        if (!section.has(u"image_processor"_s))
            config.assumed = true;
        ConfigSection own = section.sub(u"image_processor"_s);
        readHuggingFace(own, config);
    } else {
        readHuggingFace(section, config);
    }
    if (error)
        return tl::unexpected(*std::move(error));
    return config;
}

} // namespace modeldeck
