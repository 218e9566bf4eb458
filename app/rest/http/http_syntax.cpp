// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/http_syntax.h"

#include <algorithm>

namespace modeldeck::api {

namespace {

bool isAlphanumeric(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isTokenChar(char c)
{
    return isAlphanumeric(c) || (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
}

} // namespace

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isControl(char c)
{
    return (uchar(c) < 0x20 && c != '\t') || c == 0x7f;
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, isTokenChar);
}

bool isOriginForm(QByteArrayView target)
{
    if (!target.startsWith('/') || target.startsWith("//"))
        return false;
    for (qsizetype i = 0; i < target.size(); ++i) {
        const char c = target[i];
        if (c == '%') {
            const auto hex = [&](qsizetype at) { return at < target.size() && isxdigit(uchar(target[at])); };
            if (!hex(i + 1) || !hex(i + 2))
                return false;
        } else if (!isAlphanumeric(c) && (c == '\0' || !QByteArrayView("-._~:/?@!$&'()*+,;=").contains(c))) {
            return false;
        }
    }
    return true;
}

bool isHost(QByteArrayView host)
{
    qsizetype end = host.size();
    const qsizetype colon = host.lastIndexOf(':');
    if (colon >= 0 && !host.endsWith(']')) {
        const QByteArrayView port = host.sliced(colon + 1);
        if (port.size() > 5 || !std::ranges::all_of(port, isDigit) || port.toUInt() > 65535)
            return false;
        end = colon;
    }
    const QByteArrayView name = host.first(end);
    if (name.startsWith('[') && name.endsWith(']')) {
        return std::ranges::all_of(name.sliced(1, name.size() - 2),
                                   [](char c) { return isxdigit(uchar(c)) || c == ':' || c == '.'; });
    }
    return !name.isEmpty() && std::ranges::all_of(name, [](char c) {
        return isAlphanumeric(c) || c == '-' || c == '.' || c == '_';
    });
}

bool startsWithIgnoringCase(QByteArrayView text, QByteArrayView beginning)
{
    return text.size() >= beginning.size() &&
           text.first(beginning.size()).compare(beginning, Qt::CaseInsensitive) == 0;
}

std::optional<Header> parseHeaderLine(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    // No whitespace before the colon, no line that continues the one before it (RFC 9112, 5.1 and 5.2).
    if (colon <= 0 || !isToken(line.first(colon)) || std::ranges::any_of(line, isControl))
        return std::nullopt;
    return Header{line.first(colon).toByteArray().toLower(), line.sliced(colon + 1).trimmed().toByteArray()};
}

} // namespace modeldeck::api
