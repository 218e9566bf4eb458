// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed/base64.h"

#include <array>

namespace modeldeck::api {

namespace {

constexpr quint32 bad = 0x80; // beyond the six bits of a digit

constexpr std::array<quint8, 256> makeDigits()
{
    std::array<quint8, 256> digits{};
    digits.fill(bad);
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (quint8 value = 0; value < 64; ++value)
        digits[uchar(alphabet[value])] = value;
    digits['-'] = digits['+'];
    digits['_'] = digits['/'];
    return digits;
}
constexpr std::array<quint8, 256> digits = makeDigits();

quint32 digit(char c)
{
    return digits[uchar(c)];
}

// Digits alone, with or without padding.
std::optional<QByteArray> decodePlain(QByteArrayView text)
{
    if (text.size() % 4 == 0 && text.endsWith('='))
        text.chop(text.endsWith("==") ? 2 : 1);
    const qsizetype rest = text.size() % 4;
    if (rest == 1)
        return std::nullopt;
    QByteArray out(text.size() / 4 * 3 + (rest ? rest - 1 : 0), Qt::Uninitialized);
    const char *from = text.data();
    char *to = out.data();
    quint32 seen = 0;
    for (const char *const end = from + (text.size() - rest); from != end; from += 4) {
        const quint32 a = digit(from[0]), b = digit(from[1]), c = digit(from[2]), d = digit(from[3]);
        seen |= a | b | c | d;
        const quint32 bits = a << 18 | b << 12 | c << 6 | d;
        *to++ = char(bits >> 16);
        *to++ = char(bits >> 8);
        *to++ = char(bits);
    }
    if (rest > 0) {
        const quint32 a = digit(from[0]), b = digit(from[1]), c = rest == 3 ? digit(from[2]) : 0;
        seen |= a | b | c;
        const quint32 bits = a << 18 | b << 12 | c << 6;
        *to++ = char(bits >> 16);
        if (rest == 3)
            *to++ = char(bits >> 8);
    }
    if (seen & bad)
        return std::nullopt;
    return out;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

} // namespace

std::optional<QByteArray> decodeBase64(QByteArrayView text)
{
    if (auto out = decodePlain(text))
        return out;
    QByteArray cleaned =
        text.contains('%') ? QByteArray::fromPercentEncoding(text.toByteArray()) : text.toByteArray();
    cleaned.removeIf(isSpace);
    return decodePlain(cleaned);
}

} // namespace modeldeck::api
