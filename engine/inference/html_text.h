// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace modeldeck::inference {

enum class Unescape {
    Html,          // as browsers do, and Python's html.unescape(): "&ampx" is "&x"
    OnlyTerminated // only names and numbers that end in a semicolon
};

// Replaces the character references of HTML 5 by what they stand for, once.
std::u32string unescapedHtml(std::u32string_view text, Unescape mode);

// What Windows-1252 has where Latin-1 has the control characters U+0080 to U+009F; others stay.
char32_t windows1252(char32_t c);

} // namespace modeldeck::inference
