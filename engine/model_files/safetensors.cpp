// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/safetensors.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 lengthBytes = 8;                  // of the header's length, before the header
constexpr qint64 longestHeader = 32 * 1024 * 1024; // ViT-H-14's is 0.1 MB
constexpr qsizetype mostDimensions = 8;

// Bytes of one element; nothing for a type that we have not heard of.
std::optional<qint64> elementBytes(const QString &dtype)
{
    static const QHash<QString, qint64> bytes{
        {u"F64"_s, 8},  {u"I64"_s, 8},     {u"U64"_s, 8},     {u"F32"_s, 4}, {u"I32"_s, 4},
        {u"U32"_s, 4},  {u"F16"_s, 2},     {u"BF16"_s, 2},    {u"I16"_s, 2}, {u"U16"_s, 2},
        {u"BOOL"_s, 1}, {u"F8_E4M3"_s, 1}, {u"F8_E5M2"_s, 1}, {u"I8"_s, 1},  {u"U8"_s, 1}};
    const auto found = bytes.constFind(dtype);
    return found == bytes.cend() ? std::nullopt : std::optional(*found);
}

// A whole number >= 0; fractions, negatives and numbers beyond 63 bits are none.
std::optional<qint64> count(const QJsonValue &value)
{
    const qint64 number = value.isDouble() ? value.toInteger(-1) : -1;
    return number >= 0 ? std::optional(number) : std::nullopt;
}

std::optional<Shape> parseShape(const QJsonValue &value)
{
    if (!value.isArray() || value.toArray().size() > mostDimensions)
        return std::nullopt;
    Shape shape;
    for (const QJsonValue item : value.toArray()) {
        const auto n = count(item);
        if (!n)
            return std::nullopt;
        shape.push_back(*n);
    }
    return shape;
}

// Nothing where an entry contradicts itself. Offsets are still counted from the start of the data.
std::optional<TensorEntry> parseEntry(const QString &name, const QJsonValue &value)
{
    const QJsonObject fields = value.toObject(); // empty for another type, which then lacks every field
    const QString dtype = fields.value("dtype"_L1).toString();
    const auto shape = parseShape(fields.value("shape"_L1));
    const QJsonArray offsets = fields.value("data_offsets"_L1).toArray();
    const auto begin = count(offsets.at(0));
    const auto end = count(offsets.at(1));
    if (dtype.isEmpty() || !shape || offsets.size() != 2 || !begin || !end || *begin > *end)
        return std::nullopt;
    if (const auto element = elementBytes(dtype)) {
        auto bytes = elementsOf(*shape);
        if (!bytes || __builtin_mul_overflow(*bytes, *element, &*bytes) || *bytes != *end - *begin)
            return std::nullopt;
    }
    return TensorEntry{name, elementBytes(dtype) ? dtype : u"unknown"_s, *shape, *begin, *end};
}

tl::unexpected<Error> tooShort(const RegularFile &file)
{
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is too short for a safetensors file"),
                   file.name());
}

Result<QJsonObject> readObject(RegularFile &file, qint64 *dataBegin)
{
    const auto prefix = file.read(lengthBytes);
    if (!prefix)
        return tl::unexpected(prefix.error());
    if (prefix->size() < lengthBytes)
        return tooShort(file);
    const auto headerBytes = qFromLittleEndian<quint64>(prefix->constData());
    if (headerBytes > quint64(file.size() - lengthBytes) || headerBytes > quint64(longestHeader)) {
        return failure(
            ErrorCode::ModelLoadFailed,
            MD_TEXT("%1 declares a longer header than the file's %2 bytes: it is truncated or not a "
                    "safetensors file"),
            file.name(), QString::number(file.size()));
    }
    const auto text = file.read(qint64(headerBytes));
    if (!text)
        return tl::unexpected(text.error());
    const auto json = QJsonDocument::fromJson(*text);
    if (!json.isObject()) {
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 has a header that is not a JSON object"),
                       file.name());
    }
    *dataBegin = lengthBytes + qint64(headerBytes);
    return json.object();
}

} // namespace

QString shapeText(const Shape &shape)
{
    QStringList numbers;
    for (const qint64 n : shape)
        numbers << QString::number(n);
    return u"[%1]"_s.arg(numbers.join(u", "_s));
}

std::optional<qint64> elementsOf(const Shape &shape)
{
    qint64 count = 1;
    for (const qint64 n : shape) {
        if (__builtin_mul_overflow(count, n, &count))
            return std::nullopt;
    }
    return count;
}

Result<SafetensorsHeader> SafetensorsHeader::read(RegularFile file)
{
    SafetensorsHeader out;
    const auto object = readObject(file, &out.dataBegin);
    if (!object)
        return tl::unexpected(object.error());
    out.fileBytes = file.size();
    const qint64 dataBytes = out.fileBytes - out.dataBegin;
    for (auto it = object->begin(); it != object->end(); ++it) {
        if (it.key() == "__metadata__"_L1)
            continue;
        auto entry = parseEntry(it.key(), *it);
        if (!entry) {
            return failure(ErrorCode::ModelLoadFailed,
                           MD_TEXT("%1: an entry of the header contradicts itself"), file.name());
        }
        if (entry->end > dataBytes) {
            return failure(ErrorCode::ModelLoadFailed,
                           MD_TEXT("%1 is truncated: a tensor ends beyond its %2 bytes of data"), file.name(),
                           QString::number(dataBytes));
        }
        entry->begin += out.dataBegin;
        entry->end += out.dataBegin;
        out.tensors.push_back(*std::move(entry));
    }
    std::ranges::sort(out.tensors, {},
                      [](const TensorEntry &tensor) { return std::pair(tensor.begin, tensor.end); });
    for (std::size_t i = 1; i < out.tensors.size(); ++i) {
        if (out.tensors[i].begin < out.tensors[i - 1].end) {
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: two tensors overlap at byte %2"),
                           file.name(), QString::number(out.tensors[i].begin));
        }
    }
    return out;
}

std::optional<Text> SafetensorsHeader::flaw(const QString &fileName) const
{
    qint64 covered = dataBegin;
    for (const TensorEntry &tensor : tensors) {
        if (tensor.begin != covered)
            return Text(MD_TEXT("%1: at byte %2, a tensor does not begin where the one before it ends"),
                        fileName, QString::number(tensor.begin));
        covered = tensor.end;
    }
    if (covered == fileBytes)
        return std::nullopt;
    return Text(MD_TEXT("%1 has %2 bytes of data, but its header promises %3"), fileName,
                QString::number(fileBytes - dataBegin), QString::number(covered - dataBegin));
}

} // namespace modeldeck
