// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/html_text.h"

#include "engine/inference/html_entities.h"

#include <algorithm>
#include <array>
#include <optional>

namespace modeldeck::inference {

namespace {

constexpr size_t longestName = 33; // with its semicolon
constexpr size_t shortestName = 2;

// What stands at a reference: its text and how much of the source it takes.
struct Reference
{
    std::u32string text;
    size_t length = 0;
};

int digitValue(char32_t c, int base)
{
    if (c >= U'0' && c <= U'9')
        return int(c - U'0');
    const char32_t letter = c | 0x20;
    return base == 16 && letter >= U'a' && letter <= U'f' ? int(letter - U'a') + 10 : -1;
}

// The rules of HTML 5 for numbers that are no characters.
std::u32string characterFor(char32_t number)
{
    if (number == 0 || (number >= 0xd800 && number <= 0xdfff) || number > 0x10ffff)
        return U"\ufffd";
    if (number == 0xd)
        return U"\r";
    if (number >= 0x80 && number <= 0x9f)
        return {windows1252(number)};
    const bool control = (number >= 0x1 && number <= 0x8) || number == 0xb ||
                         (number >= 0xe && number <= 0x1f) || number == 0x7f;
    const bool noCharacter = (number >= 0xfdd0 && number <= 0xfdef) || (number & 0xfffe) == 0xfffe;
    if (control || noCharacter)
        return {};
    return {number};
}

// `text` starts with "&#".
std::optional<Reference> numericReference(std::u32string_view text, Unescape mode)
{
    const bool hex = text.size() > 2 && (text[2] == U'x' || text[2] == U'X');
    const int base = hex ? 16 : 10;
    const size_t first = hex ? 3 : 2;
    size_t i = first;
    char32_t number = 0;
    for (; i < text.size() && digitValue(text[i], base) >= 0; ++i)
        number = std::min<char32_t>(number * char32_t(base) + char32_t(digitValue(text[i], base)), 0x110000);
    if (i == first)
        return std::nullopt;
    const bool terminated = i < text.size() && text[i] == U';';
    if (mode == Unescape::OnlyTerminated && !terminated)
        return std::nullopt;
    return Reference{characterFor(number), i + (terminated ? 1 : 0)};
}

// `text` starts with "&". The longest known name counts, whatever follows it.
std::optional<Reference> namedReference(std::u32string_view text, Unescape mode)
{
    std::string name;
    for (size_t i = 1; i < text.size() && name.size() < longestName && text[i] < 0x80; ++i) {
        const char c = char(text[i]);
        if (std::string_view("\t\n\f <&#").find(c) != std::string_view::npos)
            break;
        name.push_back(c);
        if (c == ';')
            break;
    }
    if (mode == Unescape::OnlyTerminated && !name.ends_with(';'))
        return std::nullopt;
    for (; name.size() >= shortestName; name.pop_back()) {
        if (auto characters = htmlEntity(name))
            return Reference{*characters, name.size() + 1};
        if (mode == Unescape::OnlyTerminated)
            break;
    }
    return std::nullopt;
}

} // namespace

std::u32string unescapedHtml(std::u32string_view text, Unescape mode)
{
    std::u32string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const size_t ampersand = std::min(text.find(U'&'), text.size());
        out.append(text.substr(0, ampersand));
        text.remove_prefix(ampersand);
        if (text.empty())
            break;
        const bool numeric = text.size() > 1 && text[1] == U'#';
        const auto reference = numeric ? numericReference(text, mode) : namedReference(text, mode);
        out.append(reference ? std::u32string_view(reference->text) : text.substr(0, 1));
        text.remove_prefix(reference ? reference->length : 1);
    }
    return out;
}

char32_t windows1252(char32_t c)
{
    static constexpr std::array<char16_t, 32> table{
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    return c >= 0x80 && c <= 0x9f ? table[c - 0x80] : c;
}

} // namespace modeldeck::inference
