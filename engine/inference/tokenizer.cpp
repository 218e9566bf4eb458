// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/tokenizer.h"

#include "engine/inference/open_clip_cleaning.h"
#include "engine/inference/unicode_text.h"
#include "engine/runner/protocol.h"

#include <algorithm>
#include <array>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

// How the two libraries write the special tokens where they stand in a text.
struct SpecialNames
{
    std::u32string_view start;
    std::u32string_view end;
};

constexpr SpecialNames huggingFaceNames{U"<|startoftext|>", U"<|endoftext|>"};
constexpr SpecialNames openClipNames{U"<start_of_text>", U"<end_of_text>"};

// OpenCLIP's expression ignores case, and the long s is an s then.
bool sameLetter(char32_t textLetter, char32_t letter, Layout layout)
{
    return textLetter == letter || (layout == Layout::OpenClip && letter == U's' && textLetter == 0x17f);
}

size_t lengthIfPrefix(std::u32string_view text, std::u32string_view prefix, Layout layout)
{
    if (text.size() < prefix.size())
        return 0;
    for (size_t i = 0; i < prefix.size(); ++i) {
        if (!sameLetter(text[i], prefix[i], layout))
            return 0;
    }
    return prefix.size();
}

template <class Predicate>
size_t lengthWhile(std::u32string_view text, Predicate predicate)
{
    return size_t(std::find_if_not(text.begin(), text.end(), predicate) - text.begin());
}

bool isSymbol(char32_t c)
{
    return !isSpace(c) && !isLetter(c) && !isNumber(c);
}

// The length of the word at the start of `text`, which is not white space:
// special|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+
size_t wordLength(std::u32string_view text, const SpecialNames &names, Layout layout)
{
    static constexpr std::array<std::u32string_view, 7> contractions{U"'s", U"'t",  U"'re", U"'ve",
                                                                     U"'m", U"'ll", U"'d"};
    if (text[0] == U'<') {
        for (const auto name : {names.start, names.end}) {
            if (const size_t length = lengthIfPrefix(text, name, layout))
                return length;
        }
    }
    if (text[0] == U'\'') {
        for (const auto contraction : contractions) {
            if (const size_t length = lengthIfPrefix(text, contraction, layout))
                return length;
        }
    }
    if (isLetter(text[0]))
        return lengthWhile(text, isLetter);
    if (isNumber(text[0]))
        return 1;
    return lengthWhile(text, isSymbol);
}

// Collects ids; once `limit` is reached, what follows cannot matter.
class Encoder
{
public:
    Encoder(const Vocabulary &vocabulary, Layout layout, size_t limit)
        : m_vocabulary(vocabulary), m_layout(layout),
          m_names(layout == Layout::OpenClip ? openClipNames : huggingFaceNames), m_limit(limit)
    {
    }

    std::vector<qint64> encode(std::u32string_view text)
    {
        m_ids = {m_vocabulary.start};
        if (m_layout == Layout::OpenClip)
            addWords(cleanedLikeOpenClip(text));
        else
            addAroundSpecialTokens(text);
        m_ids.push_back(m_vocabulary.end);
        return std::move(m_ids);
    }

private:
    bool full() const { return m_ids.size() >= m_limit; }

    // The tokenizers library looks for special tokens first, in the text as it came.
    void addAroundSpecialTokens(std::u32string_view text)
    {
        while (!text.empty() && !full()) {
            size_t at = text.find(U"<|");
            size_t length = 0;
            while (at != std::u32string_view::npos) {
                length = specialLength(text.substr(at));
                if (length > 0)
                    break;
                at = text.find(U"<|", at + 1);
            }
            const std::u32string_view before = text.substr(0, at);
            addWords(lowered(composed(before)));
            if (length == 0)
                return;
            m_ids.push_back(specialId(text.substr(at, length)));
            text.remove_prefix(at + length);
        }
    }

    void addWords(std::u32string_view text)
    {
        while (!full()) {
            text.remove_prefix(lengthWhile(text, isSpace));
            if (text.empty())
                return;
            const size_t length = wordLength(text, m_names, m_layout);
            addWord(text.substr(0, length));
            text.remove_prefix(length);
        }
    }

    void addWord(std::u32string_view word)
    {
        if (word == m_names.start || word == m_names.end)
            addSpecialWord(word);
        else
            m_vocabulary.encoding.encode(encodeUtf8(word).toStdString(), m_ids, m_limit);
    }

    // A special token that only lower case has made one is for transformers three words: "<|", a name, "|>".
    void addSpecialWord(std::u32string_view word)
    {
        if (m_layout == Layout::OpenClip) {
            m_ids.push_back(specialId(word));
            return;
        }
        for (const auto part :
             {word.substr(0, 2), word.substr(2, word.size() - 4), word.substr(word.size() - 2)})
            m_vocabulary.encoding.encode(encodeUtf8(part).toStdString(), m_ids, m_limit);
    }

    size_t specialLength(std::u32string_view text) const
    {
        return text.starts_with(m_names.start) ? m_names.start.size()
               : text.starts_with(m_names.end) ? m_names.end.size()
                                               : 0;
    }

    qint64 specialId(std::u32string_view name) const
    {
        return name == m_names.start ? m_vocabulary.start : m_vocabulary.end;
    }

    const Vocabulary &m_vocabulary;
    Layout m_layout;
    SpecialNames m_names;
    size_t m_limit;
    std::vector<qint64> m_ids;
};

} // namespace

Result<std::vector<qint64>> Tokenizer::encode(const QByteArray &utf8, bool truncate) const
{
    const auto text = decodeUtf8(utf8);
    if (!text)
        return failure(ErrorCode::InvalidRequest, protocol::words::noUtf8);
    const auto context = size_t(m_contextLength);
    std::vector<qint64> ids = Encoder(m_vocabulary, m_layout, truncate ? context : SIZE_MAX).encode(*text);
    if (ids.size() > context && !truncate)
        return failure(ErrorCode::InvalidRequest, protocol::words::manyTokens, QString::number(ids.size()),
                       QString::number(context));
    if (ids.size() > context) {
        ids.resize(context);
        ids.back() = m_vocabulary.end;
    }
    return ids;
}

} // namespace modeldeck::inference
