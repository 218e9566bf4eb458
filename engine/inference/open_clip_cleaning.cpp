// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/open_clip_cleaning.h"

#include "engine/inference/html_text.h"
#include "engine/inference/unicode_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace modeldeck::inference {

namespace {

// ftfy repeats itself until nothing changes. "&amp;amp;amp;…" would keep it busy for as long as the text is.
constexpr int repetitions = 8;

bool isUnwantedControl(char32_t c)
{
    return c <= 0x8 || c == 0xb || (c >= 0xe && c <= 0x1f) || c == 0x7f || (c >= 0x206a && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfff9 && c <= 0xfffc);
}

std::u32string_view ligature(char32_t c)
{
    static constexpr std::array<std::pair<char32_t, std::u32string_view>, 22> table{{
        {0x132, U"IJ"},      {0x133, U"ij"},   {0x149, U"\u02bcn"},  {0x1c4, U"D\u017d"}, {0x1c5, U"D\u017e"},
        {0x1c6, U"d\u017e"}, {0x1c7, U"LJ"},   {0x1c8, U"Lj"},       {0x1c9, U"lj"},      {0x1ca, U"NJ"},
        {0x1cb, U"Nj"},      {0x1cc, U"nj"},   {0xfb00, U"ff"},      {0xfb01, U"fi"},     {0xfb02, U"fl"},
        {0xfb03, U"ffi"},    {0xfb04, U"ffl"}, {0xfb05, U"\u017ft"}, {0xfb06, U"st"},     {0x1f1, U"DZ"},
        {0x1f2, U"Dz"},      {0x1f3, U"dz"},
    }};
    const auto it =
        std::find_if(table.begin(), table.end(), [c](const auto &entry) { return entry.first == c; });
    return it == table.end() ? std::u32string_view() : it->second;
}

bool isCurlySingleQuote(char32_t c)
{
    return c == 0x2bc || (c >= 0x2018 && c <= 0x201b);
}

// Half-width and full-width forms become ordinary ones.
void appendOrdinaryWidth(std::u32string &out, char32_t c)
{
    out.append(toCodePoints(toQString({&c, 1}).normalized(QString::NormalizationForm_KC)));
}

void appendTidied(std::u32string &out, char32_t c)
{
    if (c < 0x80) {
        out.push_back(c);
    } else if (const char32_t visible = windows1252(c); isCurlySingleQuote(visible)) {
        out.push_back(U'\'');
    } else if (visible >= 0x201c && visible <= 0x201f) {
        out.push_back(U'"');
    } else if (const std::u32string_view letters = ligature(c); !letters.empty()) {
        for (const char32_t letter : letters)
            out.push_back(isCurlySingleQuote(letter) ? U'\'' : letter);
    } else if (c == 0x3000) {
        out.push_back(U' ');
    } else if (c >= 0xff01 && c <= 0xffef) {
        appendOrdinaryWidth(out, c);
    } else {
        out.push_back(visible);
    }
}

// The length of a terminal's escape sequence ("\033[36;44m") at the start of `text`; 0: none.
size_t terminalEscape(std::u32string_view text)
{
    if (!text.starts_with(U"\033["))
        return 0;
    size_t i = 2;
    while (i < text.size() && ((text[i] >= U'0' && text[i] <= U'9') || text[i] == U';'))
        ++i;
    const char32_t letter = i < text.size() ? text[i] | 0x20 : 0;
    return letter >= U'a' && letter <= U'z' ? i + 1 : 0;
}

std::u32string tidiedOnce(std::u32string_view text)
{
    std::u32string ordinary;
    ordinary.reserve(text.size());
    for (const char32_t c : text)
        appendTidied(ordinary, c);
    std::u32string visible;
    visible.reserve(ordinary.size());
    for (size_t i = 0; i < ordinary.size();) {
        if (const size_t escape = terminalEscape(std::u32string_view(ordinary).substr(i))) {
            i += escape;
            continue;
        }
        if (!isUnwantedControl(ordinary[i]))
            visible.push_back(ordinary[i]);
        ++i;
    }
    return composed(visible);
}

std::u32string tidied(std::u32string text, bool unescape)
{
    for (int i = 0; i < repetitions; ++i) {
        std::u32string next = tidiedOnce(unescape ? unescapedHtml(text, Unescape::OnlyTerminated) : text);
        if (next == text)
            break;
        text = std::move(next);
    }
    return text;
}

// A "<" says that the text may be HTML itself: from its line on ftfy leaves entities alone.
std::u32string fixed(std::u32string_view text)
{
    const size_t tag = text.find(U'<');
    if (tag == std::u32string_view::npos)
        return tidied(std::u32string(text), true);
    const size_t lineBreak = text.rfind(U'\n', tag);
    const size_t line = lineBreak == std::u32string_view::npos ? 0 : lineBreak + 1;
    return tidied(std::u32string(text.substr(0, line)), true) +
           tidied(std::u32string(text.substr(line)), false);
}

// Python's str.split() takes the information separators for white space, too.
bool isPythonSpace(char32_t c)
{
    return isSpace(c) || (c >= 0x1c && c <= 0x1f);
}

std::u32string withSingleSpaces(std::u32string_view text)
{
    std::u32string out;
    out.reserve(text.size());
    bool space = false;
    for (const char32_t c : text) {
        if (isPythonSpace(c)) {
            space = !out.empty();
            continue;
        }
        if (space)
            out.push_back(U' ');
        space = false;
        out.push_back(c);
    }
    return out;
}

} // namespace

std::u32string cleanedLikeOpenClip(std::u32string_view text)
{
    const std::u32string once = unescapedHtml(fixed(text), Unescape::Html);
    return loweredLikePython(withSingleSpaces(unescapedHtml(once, Unescape::Html)));
}

} // namespace modeldeck::inference
