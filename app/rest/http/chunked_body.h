// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QByteArray>

namespace modeldeck::api {

// Decodes a chunked body (RFC 9112, 7.1) strictly: hexadecimal sizes, CRLF after each line and each chunk.
// Extensions and trailers are checked, bounded and dropped.
class ChunkedBody
{
public:
    ChunkedBody(qint64 bodyLimit, qsizetype trailerLimit)
        : m_bodyLimit(bodyLimit), m_trailerLimit(trailerLimit)
    {
    }

    // Takes up bytes, appends decoded ones to `body`, returns how many it took.
    Result<qsizetype> feed(QByteArrayView bytes, QByteArray &body);
    bool complete() const { return m_part == Part::End; }

private:
    enum class Part { Size, Data, DataEnd, Trailer, End };

    Result<void> endOfLine(qsizetype bodySize);
    Result<void> sizeLine(QByteArrayView line, qsizetype bodySize);
    qsizetype lineLimit() const;

    qint64 m_bodyLimit;
    qsizetype m_trailerLimit;
    Part m_part = Part::Size;
    qint64 m_left = 0; // of the present chunk
    qsizetype m_trailerBytes = 0;
    QByteArray m_line;
};

} // namespace modeldeck::api
