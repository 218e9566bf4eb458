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
    return digits;
}
constexpr std::array<quint8, 256> digits = makeDigits();

quint32 digit(char c)
{
    return digits[uchar(c)];
}

} // namespace

std::optional<QByteArray> decodeBase64(QByteArrayView text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    const qsizetype padding = text.endsWith("==") ? 2 : text.endsWith('=') ? 1 : 0;
    const qsizetype whole = (text.size() - padding) / 4 * 4;
    QByteArray out(text.size() / 4 * 3 - padding, Qt::Uninitialized);
    const char *from = text.data();
    char *to = out.data();
    quint32 seen = 0;
    for (const char *const end = from + whole; from != end; from += 4) {
        const quint32 a = digit(from[0]), b = digit(from[1]), c = digit(from[2]), d = digit(from[3]);
        seen |= a | b | c | d;
        const quint32 bits = a << 18 | b << 12 | c << 6 | d;
        *to++ = char(bits >> 16);
        *to++ = char(bits >> 8);
        *to++ = char(bits);
    }
    if (padding > 0) {
        const quint32 a = digit(from[0]), b = digit(from[1]), c = padding == 1 ? digit(from[2]) : 0;
        seen |= a | b | c;
        const quint32 bits = a << 18 | b << 12 | c << 6;
        *to++ = char(bits >> 16);
        if (padding == 1)
            *to++ = char(bits >> 8);
    }
    if (seen & bad)
        return std::nullopt;
    return out;
}

} // namespace modeldeck::api
