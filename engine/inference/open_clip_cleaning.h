// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace modeldeck::inference {

// What OpenCLIP does to a text before it splits it (its clean function "lower"): ftfy.fix_text, html.unescape
// twice, white space collapsed, lower case. Of ftfy all but the repair of mojibake ("âœ”" for "✔") and of
// entities in capitals ("&EACUTE;"): both guess.
std::u32string cleanedLikeOpenClip(std::u32string_view text);

} // namespace modeldeck::inference
