// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/unicode_text.h"

#include <QChar>
#include <QList>
#include <QString>
#include <QStringConverter>
#include <vector>

namespace modeldeck::inference {

namespace {

constexpr size_t longestSegment = 1024;
constexpr char32_t capitalSigma = 0x3a3;
constexpr char32_t finalSigma = 0x3c2;

bool isMark(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_SpacingCombining ||
           category == QChar::Mark_Enclosing;
}

// Whether what stands before `c` can be normalised without it. The second and third letters of a Hangul
// syllable are no marks, but compose with what stands before them.
bool startsSegment(char32_t c)
{
    const bool hangulFollower = (c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff);
    return !isMark(c) && !hangulFollower && QChar::combiningClass(c) == 0;
}

void appendComposed(std::u32string &out, std::u32string_view segment)
{
    out.append(toCodePoints(toQString(segment).normalized(QString::NormalizationForm_C)));
}

char32_t lower(char32_t c)
{
    return c < 0x80 ? (c >= U'A' && c <= U'Z' ? c + 0x20 : c) : QChar::toLower(c);
}

void appendLower(std::u32string &out, char32_t c)
{
    // The one character whose lower case is two.
    if (c == 0x130)
        out.append(U"i\u0307");
    else
        out.push_back(lower(c));
}

// Unicode's Case_Ignorable, for the rule of the final sigma.
bool isCaseIgnorable(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
    case QChar::Letter_Modifier:
    case QChar::Symbol_Modifier:
        return true;
    default:
        return std::u32string_view(
                   U"'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a")
                   .find(c) != std::u32string_view::npos;
    }
}

bool isCased(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Letter_Uppercase || category == QChar::Letter_Lowercase ||
           category == QChar::Letter_Titlecase;
}

// For each place in the text, whether the next character that is not case-ignorable is a cased one.
std::vector<bool> followedByCased(std::u32string_view text)
{
    std::vector<bool> result(text.size());
    bool cased = false;
    for (size_t i = text.size(); i-- > 0;) {
        result[i] = cased;
        if (!isCaseIgnorable(text[i]))
            cased = isCased(text[i]);
    }
    return result;
}

} // namespace

std::optional<std::u32string> decodeUtf8(const QByteArray &utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString text = decoder(utf8);
    if (decoder.hasError())
        return std::nullopt;
    return toCodePoints(text);
}

QByteArray encodeUtf8(std::u32string_view text)
{
    return toQString(text).toUtf8();
}

QString toQString(std::u32string_view text)
{
    QString result;
    result.reserve(qsizetype(text.size()));
    for (const char32_t c : text)
        result.append(QStringView(QChar::fromUcs4(c)));
    return result;
}

std::u32string toCodePoints(const QString &text)
{
    const QList<uint> codePoints = text.toUcs4();
    return {codePoints.begin(), codePoints.end()};
}

std::u32string composed(std::u32string_view text)
{
    std::u32string out;
    out.reserve(text.size());
    size_t start = 0;
    while (start < text.size()) {
        size_t end = start + 1;
        while (end < text.size() && end - start < longestSegment && !startsSegment(text[end]))
            ++end;
        if (end == start + 1 && text[start] < 0xc0)
            out.push_back(text[start]);
        else
            appendComposed(out, text.substr(start, end - start));
        start = end;
    }
    return out;
}

bool isLetter(char32_t c)
{
    return QChar::isLetter(c);
}

bool isNumber(char32_t c)
{
    return QChar::isNumber(c);
}

bool isSpace(char32_t c)
{
    return (c >= 0x9 && c <= 0xd) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

std::u32string lowered(std::u32string_view text)
{
    std::u32string out;
    out.reserve(text.size());
    for (const char32_t c : text)
        appendLower(out, c);
    return out;
}

std::u32string loweredLikePython(std::u32string_view text)
{
    if (text.find(capitalSigma) == std::u32string_view::npos)
        return lowered(text);
    const std::vector<bool> casedNext = followedByCased(text);
    std::u32string out;
    bool casedBefore = false;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == capitalSigma && casedBefore && !casedNext[i])
            out.push_back(finalSigma);
        else
            appendLower(out, text[i]);
        if (!isCaseIgnorable(text[i]))
            casedBefore = isCased(text[i]);
    }
    return out;
}

} // namespace modeldeck::inference
