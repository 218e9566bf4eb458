// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/safetensors_check.h"

#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 sizeBytes = 8;                    // the header's size, before the header
constexpr qint64 longestHeader = 32 * 1024 * 1024; // the runner takes no longer one

struct Span
{
    QString tensor;
    qint64 begin;
    qint64 end;
};

tl::unexpected<Error> damaged(const QFile &file, const char *text, const TextArguments &arguments = {})
{
    return failure(ErrorCode::ModelLoadFailed, {text, TextArguments{QFileInfo(file).fileName()} + arguments});
}

// Bytes of one element; 0 for a type that we have not heard of.
qint64 elementBytes(const QString &type)
{
    static const QHash<QString, qint64> bytes{
        {u"F64"_s, 8}, {u"I64"_s, 8}, {u"U64"_s, 8},  {u"F32"_s, 4},     {u"I32"_s, 4},
        {u"U32"_s, 4}, {u"F16"_s, 2}, {u"BF16"_s, 2}, {u"I16"_s, 2},     {u"U16"_s, 2},
        {u"I8"_s, 1},  {u"U8"_s, 1},  {u"BOOL"_s, 1}, {u"F8_E4M3"_s, 1}, {u"F8_E5M2"_s, 1}};
    return bytes.value(type, 0);
}

// A whole number that is not negative; -1 for all else.
qint64 count(const QJsonValue &value)
{
    return value.isDouble() ? std::max<qint64>(value.toInteger(-1), -1) : -1;
}

bool fits(const QString &type, const QJsonArray &shape, qint64 bytes)
{
    qint64 needed = elementBytes(type);
    if (needed == 0)
        return !type.isEmpty(); // a new type: its size is not ours to judge
    for (const QJsonValue dimension : shape) {
        if (count(dimension) < 0 || __builtin_mul_overflow(needed, count(dimension), &needed))
            return false;
    }
    return needed == bytes;
}

Result<Span> spanOf(const QFile &file, const QString &tensor, const QJsonValue &value)
{
    const QJsonObject fields = value.toObject();
    const QJsonArray offsets = fields.value("data_offsets"_L1).toArray();
    const Span span{tensor, count(offsets.at(0)), count(offsets.at(1))};
    if (offsets.size() != 2 || span.begin < 0 || span.end < span.begin ||
        !fields.value("shape"_L1).isArray() ||
        !fits(fields.value("dtype"_L1).toString(), fields.value("shape"_L1).toArray(), span.end - span.begin))
        return damaged(file, MD_TEXT("%1: the header's entry for the tensor “%2” contradicts itself"),
                       {tensor.left(200)});
    return span;
}

Result<QJsonObject> readHeader(QFile &file, qint64 *dataBytes)
{
    const QByteArray prefix = file.read(sizeBytes);
    if (prefix.size() < sizeBytes)
        return damaged(file, MD_TEXT("%1 is too short for a safetensors file"));
    const quint64 headerBytes = qFromLittleEndian<quint64>(prefix.constData());
    if (headerBytes > quint64(file.size() - sizeBytes) || headerBytes > quint64(longestHeader)) {
        return damaged(file,
                       MD_TEXT("%1 declares a header of %2 bytes, but has only %3 bytes: it is truncated or "
                               "not a safetensors file"),
                       {QString::number(headerBytes), QString::number(file.size())});
    }
    const auto header = QJsonDocument::fromJson(file.read(qint64(headerBytes)));
    if (!header.isObject())
        return damaged(file, MD_TEXT("%1 has a header that is not a JSON object"));
    *dataBytes = file.size() - sizeBytes - qint64(headerBytes);
    return header.object();
}

} // namespace

Result<QSet<QString>> checkSafetensors(QFile &file)
{
    qint64 dataBytes = 0;
    const auto header = readHeader(file, &dataBytes);
    if (!header)
        return tl::unexpected(header.error());
    QSet<QString> names;
    std::vector<Span> spans;
    for (auto entry = header->begin(); entry != header->end(); ++entry) {
        if (entry.key() == "__metadata__"_L1)
            continue;
        auto span = spanOf(file, entry.key(), *entry);
        if (!span)
            return tl::unexpected(span.error());
        spans.push_back(std::move(*span));
        names.insert(entry.key());
    }
    std::ranges::sort(spans, {}, [](const Span &span) { return std::pair(span.begin, span.end); });
    qint64 covered = 0;
    for (const Span &span : spans) {
        if (span.begin != covered)
            return damaged(file, MD_TEXT("%1: the tensor “%2” does not begin where the one before it ends"),
                           {span.tensor.left(200)});
        covered = span.end;
    }
    if (covered != dataBytes) {
        return damaged(file, MD_TEXT("%1 has %2 bytes of data, but its header promises %3"),
                       {QString::number(dataBytes), QString::number(covered)});
    }
    return names;
}

} // namespace modeldeck
