// SPDX-License-Identifier: GPL-3.0-or-later
#include "safetensors_writer.h"

#include "random_weights.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStorageInfo>
#include <QtEndian>
#include <algorithm>

namespace modeldeck::synthetic {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 chunkElements = 512 * 1024;

qint64 elementSize(const Tensor &tensor, DType dtype)
{
    return tensor.positionIds ? 8 : dtype == DType::F32 ? 4 : 2;
}

QString dtypeName(const Tensor &tensor, DType dtype)
{
    if (tensor.positionIds)
        return u"I64"_s;
    return dtype == DType::F32 ? u"F32"_s : dtype == DType::F16 ? u"F16"_s : u"BF16"_s;
}

// The wider elements first, so that every tensor is aligned to its element's size.
std::vector<Tensor> inFileOrder(std::vector<Tensor> tensors)
{
    std::stable_partition(tensors.begin(), tensors.end(), [](const Tensor &t) { return t.positionIds; });
    return tensors;
}

qint64 dataBytes(const std::vector<Tensor> &tensors, DType dtype)
{
    qint64 bytes = 0;
    for (const Tensor &tensor : tensors)
        bytes += tensor.count() * elementSize(tensor, dtype);
    return bytes;
}

QByteArray headerOf(const std::vector<Tensor> &tensors, DType dtype)
{
    QJsonObject header{
        {u"__metadata__"_s, QJsonObject{{u"format"_s, u"pt"_s}, {u"modeldeck_untrained"_s, u"true"_s}}}};
    qint64 offset = 0;
    for (const Tensor &tensor : tensors) {
        QJsonArray shape;
        for (const qint64 n : tensor.shape)
            shape.append(n);
        const qint64 end = offset + tensor.count() * elementSize(tensor, dtype);
        header[QString::fromLatin1(tensor.name)] = QJsonObject{{u"dtype"_s, dtypeName(tensor, dtype)},
                                                               {u"shape"_s, shape},
                                                               {u"data_offsets"_s, QJsonArray{offset, end}}};
        offset = end;
    }
    QByteArray json = QJsonDocument(header).toJson(QJsonDocument::Compact);
    json.append((8 - json.size() % 8) % 8, ' ');
    QByteArray size(8, Qt::Uninitialized);
    qToLittleEndian(quint64(json.size()), size.data());
    return size + json;
}

QByteArray encoded(std::span<const float> values, DType dtype)
{
    const qsizetype width = dtype == DType::F32 ? 4 : 2;
    QByteArray bytes(qsizetype(values.size()) * width, Qt::Uninitialized);
    char *out = bytes.data();
    switch (dtype) {
    case DType::F32:
        qToLittleEndian<float>(values.data(), qsizetype(values.size()), out);
        break;
    case DType::F16:
        for (size_t i = 0; i < values.size(); ++i)
            qToLittleEndian(toFloat16(values[i]), out + 2 * i);
        break;
    case DType::BF16:
        for (size_t i = 0; i < values.size(); ++i)
            qToLittleEndian(toBfloat16(values[i]), out + 2 * i);
        break;
    }
    return bytes;
}

void fillTransposed(std::span<float> out, const RandomSequence &values, qint64 first,
                    const std::vector<qint64> &stored)
{
    const qint64 rows = stored[0];
    const qint64 columns = stored[1];
    for (size_t i = 0; i < out.size(); ++i) {
        const qint64 index = first + qint64(i);
        out[i] = values.at(quint64(index % columns * rows + index / columns));
    }
}

bool writePart(QIODevice &file, const Tensor &tensor, const Parameter &part, DType dtype,
               const QByteArray &prefix, quint64 seed)
{
    const RandomSequence values(seed, prefix + part.name, part.mean, part.standardDeviation);
    std::vector<float> chunk;
    for (qint64 first = 0; first < part.count(); first += chunkElements) {
        chunk.resize(size_t(std::min(chunkElements, part.count() - first)));
        if (tensor.transposed)
            fillTransposed(chunk, values, first, tensor.shape);
        else
            values.fill(chunk, quint64(first));
        const QByteArray bytes = encoded(chunk, dtype);
        if (file.write(bytes) != bytes.size())
            return false;
    }
    return true;
}

bool writeTensor(QIODevice &file, const Tensor &tensor, DType dtype, const QByteArray &prefix, quint64 seed)
{
    if (tensor.positionIds) {
        QByteArray bytes(tensor.count() * 8, Qt::Uninitialized);
        for (qint64 i = 0; i < tensor.count(); ++i)
            qToLittleEndian(i, bytes.data() + 8 * i);
        return file.write(bytes) == bytes.size();
    }
    return std::all_of(tensor.parts.begin(), tensor.parts.end(), [&](const Parameter &part) {
        return writePart(file, tensor, part, dtype, prefix, seed);
    });
}

} // namespace

tl::expected<void, QString> writeSafetensors(const QString &path, const std::vector<Tensor> &tensors,
                                             DType dtype, const QByteArray &prefix, quint64 seed)
{
    QSaveFile file(path);
    const auto failed = [&] {
        return tl::unexpected(u"Cannot write %1: %2."_s.arg(path, file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    const std::vector<Tensor> ordered = inFileOrder(tensors);
    const QByteArray header = headerOf(ordered, dtype);
    const qint64 needed = header.size() + dataBytes(ordered, dtype);
    const qint64 free = QStorageInfo(QFileInfo(path).absolutePath()).bytesAvailable();
    if (free >= 0 && free < needed)
        return tl::unexpected(u"No space for %1: it needs %2 MB, and %3 MB are free."_s.arg(path)
                                  .arg(needed / 1'000'000)
                                  .arg(free / 1'000'000));
    if (file.write(header) != header.size())
        return failed();
    for (const Tensor &tensor : ordered) {
        if (!writeTensor(file, tensor, dtype, prefix, seed))
            return failed();
    }
    if (!file.commit())
        return failed();
    return {};
}

} // namespace modeldeck::synthetic
