// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/protocol.h"

#include <QCborStreamReader>
#include <QCborValue>
#include <QtEndian>
#include <algorithm>

namespace modeldeck::protocol {

using namespace Qt::StringLiterals;

const char *knownWords(const QString &source)
{
    const auto *found = std::ranges::find_if(
        words::all, [&](const char *known) { return source == QString::fromUtf8(known); });
    return found == std::end(words::all) ? nullptr : *found;
}

QByteArray encode(const Frame &frame)
{
    const QByteArray header = QCborValue(frame.header).toCbor();
    QByteArray out(4, Qt::Uninitialized);
    qToLittleEndian(quint32(header.size() + frame.payload.size()), out.data());
    out.reserve(4 + header.size() + frame.payload.size());
    out += header;
    out += frame.payload;
    return out;
}

void FrameReader::feed(QByteArrayView bytes)
{
    if (failed())
        return;
    m_buffer.append(bytes);
    parse();
}

std::optional<Frame> FrameReader::next()
{
    if (m_frames.empty())
        return std::nullopt;
    Frame frame = std::move(m_frames.front());
    m_frames.pop_front();
    return frame;
}

void FrameReader::parse()
{
    qsizetype at = 0;
    while (m_buffer.size() - at >= 4) {
        const qsizetype length = qFromLittleEndian<quint32>(m_buffer.constData() + at);
        if (length == 0 || length > m_maxFrame) {
            m_error = u"frame of %1 bytes; at most %2 are allowed"_s.arg(length).arg(m_maxFrame);
            break;
        }
        if (m_buffer.size() - at - 4 < length)
            break;
        const auto body = QByteArray::fromRawData(m_buffer.constData() + at + 4, length);
        QCborStreamReader reader(body);
        const QCborValue header = QCborValue::fromCbor(reader);
        if (reader.lastError() != QCborError::NoError || !header.isMap()) {
            m_error = u"frame without a CBOR map"_s;
            break;
        }
        m_frames.push_back(
            {header.toMap(), m_buffer.mid(at + 4 + reader.currentOffset(), length - reader.currentOffset())});
        at += 4 + length;
    }
    m_buffer = failed() ? QByteArray() : m_buffer.mid(at);
}

} // namespace modeldeck::protocol
