// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/image_preprocess.h"
#include "engine/inference/json_file.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <cmath>
#include <optional>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxConfigBytes = 1024 * 1024;
constexpr int maxSide = 4096;

// Reads the keys of one JSON object. The first wrong value is kept as the error, and later
// reads change nothing.
class Reader
{
public:
    Reader(QJsonObject object, QString file) : m_object(std::move(object)), m_file(std::move(file)) {}

    const std::optional<Error> &error() const { return m_error; }
    QJsonValue value(const QString &key) const { return m_object.value(key); }
    bool has(const QString &key) const { return !value(key).isUndefined() && !value(key).isNull(); }

    void refuse(const QString &key, const QString &why)
    {
        if (!m_error)
            m_error = Error{protocol::error_code::loadFailed, u"%1: \"%2\" %3"_s.arg(m_file, key, why)};
    }

    bool flag(const QString &key, bool otherwise)
    {
        if (has(key) && !value(key).isBool())
            refuse(key, u"is neither true nor false"_s);
        return value(key).toBool(otherwise);
    }

    // A whole number within bounds.
    int number(const QString &key, const QJsonValue &json, int minimum, int maximum)
    {
        const double number = json.toDouble(NAN);
        if (number >= minimum && number <= maximum && number == std::floor(number))
            return int(number);
        refuse(key, u"is not a whole number from %1 to %2"_s.arg(minimum).arg(maximum));
        return minimum;
    }

    void factor(const QString &key, double &place)
    {
        if (!has(key))
            return;
        const double number = value(key).toDouble(NAN);
        if (std::isfinite(number) && number > 0)
            place = number;
        else
            refuse(key, u"is not a number above 0"_s);
    }

    // One number for each of red, green and blue.
    void channels(const QString &key, bool aboveZero, std::array<double, 3> &place)
    {
        if (!has(key))
            return;
        const QJsonArray array = value(key).toArray();
        bool valid = array.size() == 3;
        for (qsizetype i = 0; valid && i < 3; ++i) {
            place[size_t(i)] = array[i].toDouble(NAN);
            valid = std::isfinite(place[size_t(i)]) && (!aboveZero || place[size_t(i)] > 1e-6);
        }
        if (!valid)
            refuse(key, aboveZero ? u"is not three numbers above 0"_s : u"is not three numbers"_s);
    }

private:
    QJsonObject m_object;
    QString m_file;
    std::optional<Error> m_error;
};

// "size" is a number, {"shortest_edge"} or {"height", "width"}.
void readResize(Reader &reader, PreprocessConfig &config)
{
    const QString key = u"size"_s;
    if (!reader.has(key))
        return;
    const QJsonValue size = reader.value(key);
    const QJsonObject object = size.toObject();
    if (size.isDouble()) {
        config.resizeHeight = reader.number(key, size, 1, maxSide);
    } else if (object.contains("longest_edge"_L1) || object.contains("max_height"_L1) ||
               object.contains("max_width"_L1)) {
        reader.refuse(key, u"limits the longer edge, which no CLIP model does"_s);
    } else if (object.contains("shortest_edge"_L1)) {
        config.resizeHeight = reader.number(key, object[u"shortest_edge"_s], 1, maxSide);
    } else {
        config.resize = PreprocessConfig::Resize::Exact;
        config.resizeHeight = reader.number(key, object[u"height"_s], 1, maxSide);
        config.resizeWidth = reader.number(key, object[u"width"_s], 1, maxSide);
    }
}

// The output has the model's size, or the file belongs to another model.
void checkOutput(Reader &reader, const PreprocessConfig &config)
{
    const bool exact = config.resize == PreprocessConfig::Resize::Exact;
    const int wanted = config.outputSize;
    if (!reader.flag(u"do_center_crop"_s, true)) {
        if (!exact || config.resizeWidth != wanted || config.resizeHeight != wanted)
            reader.refuse(u"do_center_crop"_s,
                          u"is false, and \"size\" is not the model's %1 × %1 pixels"_s.arg(wanted));
        return;
    }
    const QString key = u"crop_size"_s;
    if (!reader.has(key))
        return;
    const QJsonValue crop = reader.value(key);
    const QJsonObject object = crop.toObject();
    const int height = reader.number(key, crop.isDouble() ? crop : object[u"height"_s], 1, maxSide);
    const int width = reader.number(key, crop.isDouble() ? crop : object[u"width"_s], 1, maxSide);
    if (height != wanted || width != wanted)
        reader.refuse(key,
                      u"is %1 × %2, but the model takes %3 × %3 pixels"_s.arg(width).arg(height).arg(wanted));
}

void readHuggingFace(Reader &reader, PreprocessConfig &config)
{
    if (reader.flag(u"do_resize"_s, true))
        readResize(reader, config);
    else
        config.resize = PreprocessConfig::Resize::None;
    checkOutput(reader, config);
    if (reader.has(u"resample"_s)) {
        const int id = reader.number(u"resample"_s, reader.value(u"resample"_s), 0, 5);
        if (id != 2 && id != 3)
            reader.refuse(u"resample"_s, u"is %1; 2 (bilinear) and 3 (bicubic) are supported"_s.arg(id));
        config.filter = id == 2 ? Filter::Bilinear : Filter::Bicubic;
    }
    reader.factor(u"rescale_factor"_s, config.scale);
    if (!reader.flag(u"do_rescale"_s, true))
        config.scale = 1.0;
    reader.channels(u"image_mean"_s, false, config.mean);
    reader.channels(u"image_std"_s, true, config.deviation);
    if (!reader.flag(u"do_normalize"_s, true)) {
        config.mean = {0, 0, 0};
        config.deviation = {1, 1, 1};
    }
}

// "size" is not read: OpenCLIP, too, takes the model's own.
void readOpenClip(Reader &reader, PreprocessConfig &config)
{
    reader.channels(u"mean"_s, false, config.mean);
    reader.channels(u"std"_s, true, config.deviation);
    if (reader.has(u"interpolation"_s)) {
        const QString name = reader.value(u"interpolation"_s).toString();
        if (name != u"bicubic"_s && name != u"bilinear"_s && name != u"random"_s)
            reader.refuse(u"interpolation"_s, u"is none of bicubic, bilinear and random"_s);
        config.filter = name == u"bilinear"_s ? Filter::Bilinear : Filter::Bicubic;
    }
    if (reader.has(u"resize_mode"_s)) {
        const QString mode = reader.value(u"resize_mode"_s).toString();
        if (mode != u"shortest"_s && mode != u"longest"_s && mode != u"squash"_s)
            reader.refuse(u"resize_mode"_s, u"is none of shortest, longest and squash"_s);
        config.resize = mode == u"longest"_s  ? PreprocessConfig::Resize::LongestEdge
                        : mode == u"squash"_s ? PreprocessConfig::Resize::Exact
                                              : PreprocessConfig::Resize::ShortestEdge;
    }
    if (reader.has(u"fill_color"_s))
        config.fill = reader.number(u"fill_color"_s, reader.value(u"fill_color"_s), 0, 255);
}

} // namespace

Expected<PreprocessConfig> PreprocessConfig::load(const QString &modelDir, Layout layout, int imageSize)
{
    PreprocessConfig config;
    config.layout = layout;
    config.resizeWidth = config.resizeHeight = config.outputSize = imageSize;
    const bool openClip = layout == Layout::OpenClip;
    const QString file =
        QDir(modelDir).filePath(openClip ? u"open_clip_config.json"_s : u"preprocessor_config.json"_s);
    if (!QFileInfo::exists(file))
        return config;
    auto json = readJsonObject(file, maxConfigBytes);
    if (!json)
        return tl::unexpected(json.error());
    if (!openClip) {
        Reader reader(*json, file);
        readHuggingFace(reader, config);
        return reader.error() ? Expected<PreprocessConfig>(tl::unexpected(*reader.error())) : config;
    }
    const QJsonValue section = json->value(u"preprocess_cfg"_s);
    Reader reader(section.toObject(), file);
    if (!section.isUndefined() && !section.isNull() && !section.isObject())
        reader.refuse(u"preprocess_cfg"_s, u"is not an object"_s);
    readOpenClip(reader, config);
    return reader.error() ? Expected<PreprocessConfig>(tl::unexpected(*reader.error())) : config;
}

} // namespace modeldeck::inference
