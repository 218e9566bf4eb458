// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <string>
#include <string_view>

// Text as code points, with the operations that both CLIP tokenizers are made of. All take time in proportion
// to the text: it comes from anybody.
namespace modeldeck::inference {

// Nothing where the bytes are no UTF-8. A byte order mark is kept: the libraries keep it.
std::optional<std::u32string> decodeUtf8(const QByteArray &utf8);
QByteArray encodeUtf8(std::u32string_view text);
// Code point by code point. QString::fromUcs4() would drop a byte order mark.
QString toQString(std::u32string_view text);
std::u32string toCodePoints(const QString &text);

// Unicode normalisation form C. More than a thousand combining marks on one character are
// normalised in pieces.
std::u32string composed(std::u32string_view text);

bool isLetter(char32_t c); // \p{L}
bool isNumber(char32_t c); // \p{N}
bool isSpace(char32_t c);  // \s, which is Unicode's White_Space

// Lower case, character by character, as Rust's char::to_lowercase does it.
std::u32string lowered(std::u32string_view text);
// Lower case as Python's str.lower() does it: a capital sigma that ends a word becomes a final one.
std::u32string loweredLikePython(std::u32string_view text);

} // namespace modeldeck::inference
