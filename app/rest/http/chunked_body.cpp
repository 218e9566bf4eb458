// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/chunked_body.h"

#include "app/rest/http/http_syntax.h"

#include <algorithm>

namespace modeldeck::api {

namespace {

constexpr qsizetype longestSizeLine = 256;

tl::unexpected<Error> malformed(const char *message)
{
    return failure(ErrorCode::InvalidRequest, message);
}

std::optional<int> hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return std::nullopt;
}

} // namespace

qsizetype ChunkedBody::lineLimit() const
{
    if (m_part == Part::DataEnd)
        return 2;
    return m_part == Part::Size ? longestSizeLine : m_trailerLimit - m_trailerBytes;
}

Result<qsizetype> ChunkedBody::feed(QByteArrayView bytes, QByteArray &body)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_part != Part::End) {
        if (m_part == Part::Data) {
            const qsizetype part = std::min<qint64>(m_left, bytes.size() - taken);
            body.append(bytes.sliced(taken, part));
            taken += part;
            m_left -= part;
            if (m_left == 0)
                m_part = Part::DataEnd;
            continue;
        }
        const char c = bytes[taken++];
        const bool afterCr = m_line.endsWith('\r');
        if (afterCr != (c == '\n'))
            return malformed(MD_TEXT("A line of the chunked body does not end with CR LF"));
        m_line += c;
        if (m_line.size() > lineLimit()) {
            return m_part == Part::Trailer
                       ? failure(ErrorCode::HeadersTooLarge, MD_TEXT("The trailers are too large"))
                       : malformed(MD_TEXT("A chunk is not followed by CR LF, or its size line is too long"));
        }
        if (c != '\n')
            continue;
        if (const auto ended = endOfLine(body.size()); !ended)
            return failure(ended.error());
    }
    return taken;
}

Result<void> ChunkedBody::endOfLine(qsizetype bodySize)
{
    QByteArray line;
    line.swap(m_line);
    line.chop(2);
    switch (m_part) {
    case Part::Size:
        return sizeLine(line, bodySize);
    case Part::DataEnd:
        if (!line.isEmpty())
            return malformed(MD_TEXT("A chunk is longer than its size"));
        m_part = Part::Size;
        return {};
    case Part::Trailer:
        m_trailerBytes += line.size() + 2;
        if (line.isEmpty())
            m_part = Part::End;
        else if (!parseHeaderLine(line))
            return malformed(MD_TEXT("A trailer of the chunked body is malformed"));
        return {};
    case Part::Data:
    case Part::End:
        break;
    }
    Q_UNREACHABLE();
}

Result<void> ChunkedBody::sizeLine(QByteArrayView line, qsizetype bodySize)
{
    const qsizetype extension = line.indexOf(';');
    const QByteArrayView digits = extension < 0 ? line : line.first(extension);
    if (digits.isEmpty() || digits.size() > 16 || std::ranges::any_of(line, isControl))
        return malformed(MD_TEXT("The size of a chunk is malformed"));
    qint64 size = 0;
    for (const char c : digits) {
        const auto digit = hexDigit(c);
        if (!digit)
            return malformed(MD_TEXT("The size of a chunk is not a hexadecimal number"));
        if (size > m_bodyLimit) // cannot overflow: the limit is far below 2^59
            break;
        size = size * 16 + *digit;
    }
    if (size > m_bodyLimit - bodySize)
        return failure(ErrorCode::PayloadTooLarge, MD_TEXT("The body is larger than %1 bytes"),
                       QString::number(m_bodyLimit));
    m_left = size;
    m_part = size == 0 ? Part::Trailer : Part::Data;
    return {};
}

} // namespace modeldeck::api
