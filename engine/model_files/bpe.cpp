// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/bpe.h"

#include <queue>
#include <tuple>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// GPT-2 writes each byte as a printable character: itself, or else the next one from U+0100 on.
std::array<QChar, 256> byteCharacters()
{
    std::array<QChar, 256> characters;
    char16_t next = 0x100;
    for (char16_t byte = 0; byte < 256; ++byte) {
        const bool printable =
            (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
        characters[byte] = QChar(printable ? byte : next++);
    }
    return characters;
}

// No word is that long, but anybody may send one. Such a word is merged in pieces, to bound memory and time.
constexpr size_t longestPiece = 64 * 1024;

constexpr quint64 pairKey(qint32 left, qint32 right)
{
    return quint64(quint32(left)) << 32 | quint32(right);
}

} // namespace

tl::unexpected<Error> missingToken(const QString &file, const QString &token)
{
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: the token “%2” is missing"), file, token);
}

// One piece of a word: a link in a list whose places never move.
struct BytePairEncoding::Symbol
{
    qint32 token;
    qint32 previous;
    qint32 next;
};

// The work on one word, or a piece of it: always the pair of the lowest rank, of equals the leftmost.
class BytePairEncoding::Merging
{
public:
    Merging(const BytePairEncoding &rules, std::string_view piece, bool endsWord) : m_rules(rules)
    {
        const auto size = qint32(piece.size());
        m_symbols.reserve(piece.size());
        for (qint32 i = 0; i < size; ++i) {
            const bool last = i + 1 == size;
            const auto byte = quint8(piece[size_t(i)]);
            const auto &tokens = last && endsWord ? rules.m_lastBytes : rules.m_bytes;
            m_symbols.push_back({tokens[byte], i - 1, last ? none : i + 1});
        }
        for (qint32 i = 0; i < size; ++i)
            consider(i);
        while (!m_candidates.empty()) {
            const Candidate best = m_candidates.top();
            m_candidates.pop();
            apply(best);
        }
    }

    void appendTo(std::vector<qint64> &out) const
    {
        for (qint32 i = m_symbols.empty() ? none : 0; i != none; i = m_symbols[size_t(i)].next)
            out.push_back(m_symbols[size_t(i)].token);
    }

private:
    static constexpr qint32 none = -1;

    struct Candidate
    {
        qint32 rank;
        qint32 place; // of the pair's left half
        qint32 left;
        qint32 right;
        qint32 merged;
        bool operator<(const Candidate &other) const // the queue's top is its greatest
        {
            return std::tie(rank, place) > std::tie(other.rank, other.place);
        }
    };

    void consider(qint32 place)
    {
        const qint32 next = place == none ? none : m_symbols[size_t(place)].next;
        if (next == none)
            return;
        const qint32 left = m_symbols[size_t(place)].token;
        const qint32 right = m_symbols[size_t(next)].token;
        if (const Rule *rule = m_rules.rule(left, right))
            m_candidates.push({rule->rank, place, left, right, rule->token});
    }

    // Nothing where an earlier merge has taken one of the two halves.
    void apply(const Candidate &candidate)
    {
        Symbol &left = m_symbols[size_t(candidate.place)];
        if (left.token != candidate.left || left.next == none)
            return;
        Symbol &right = m_symbols[size_t(left.next)];
        if (right.token != candidate.right)
            return;
        left.token = candidate.merged;
        left.next = right.next;
        right.token = none;
        if (left.next != none)
            m_symbols[size_t(left.next)].previous = candidate.place;
        consider(left.previous);
        consider(candidate.place);
    }

    const BytePairEncoding &m_rules;
    std::vector<Symbol> m_symbols;
    std::priority_queue<Candidate> m_candidates;
};

Result<BytePairEncoding> BytePairEncoding::create(const QHash<QString, qint64> &ids, const Merges &merges,
                                                  const QString &vocabularyFile)
{
    BytePairEncoding encoding;
    if (const auto done = encoding.takeBytes(ids, vocabularyFile); !done)
        return tl::unexpected(done.error());
    encoding.m_rules.reserve(merges.all.size());
    for (qint32 rank = 0; const Merge &merge : merges.all) {
        std::array<qint32, 3> tokens{};
        const std::array parts{merge.left, merge.right, merge.left + merge.right};
        for (size_t i = 0; i < parts.size(); ++i) {
            const auto id = ids.constFind(parts[i]);
            if (id == ids.constEnd()) {
                return failure(ErrorCode::ModelLoadFailed,
                               MD_TEXT("%1: the merge needs a token that the vocabulary lacks"),
                               merges.where(merge.number));
            }
            tokens[i] = qint32(*id);
        }
        encoding.m_rules.insert_or_assign(pairKey(tokens[0], tokens[1]), Rule{rank++, tokens[2]});
    }
    return encoding;
}

Result<void> BytePairEncoding::takeBytes(const QHash<QString, qint64> &ids, const QString &vocabularyFile)
{
    const std::array<QChar, 256> characters = byteCharacters();
    for (size_t byte = 0; byte < characters.size(); ++byte) {
        const QString token(characters[byte]);
        for (const auto &[name, place] :
             {std::pair(token, &m_bytes[byte]), std::pair(token + u"</w>"_s, &m_lastBytes[byte])}) {
            const auto id = ids.constFind(name);
            if (id == ids.constEnd())
                return missingToken(vocabularyFile, name);
            *place = qint32(*id);
        }
    }
    return {};
}

const BytePairEncoding::Rule *BytePairEncoding::rule(qint32 left, qint32 right) const
{
    const auto it = m_rules.find(pairKey(left, right));
    return it == m_rules.end() ? nullptr : &it->second;
}

void BytePairEncoding::encode(std::string_view word, std::vector<qint64> &out, size_t limit) const
{
    for (; word.size() > longestPiece && out.size() < limit; word.remove_prefix(longestPiece))
        Merging(*this, word.substr(0, longestPiece), false).appendTo(out);
    if (out.size() < limit)
        Merging(*this, word, true).appendTo(out);
}

} // namespace modeldeck
