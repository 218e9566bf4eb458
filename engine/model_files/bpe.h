// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace modeldeck {

// As errors show a token, which may be long.
// Of `file`, which should have it.
tl::unexpected<Error> missingToken(const QString &file, const QString &token);

// Byte-level byte-pair encoding as CLIP has it (Sennrich et al. 2016; the bytes as in GPT-2; the last byte of
// a word carries "</w>"). A value; encode() may be called from any thread.
class BytePairEncoding
{
public:
    struct Merge
    {
        QString left;
        QString right;
        qsizetype number = 0; // of its line, or in its list; from 1 on
    };

    // Merges as they stand in a file, by falling priority.
    struct Merges
    {
        const char *place = ""; // for errors: MD_TEXT("%1, line %2")
        QString file;
        std::vector<Merge> all{};

        Text where(qsizetype number) const { return Text(place, file, number); }
    };

    // `ids` from the vocabulary's tokens. The error says which entry is at fault; `vocabularyFile` names the
    // file with the ids.
    static Result<BytePairEncoding> create(const QHash<QString, qint64> &ids, const Merges &merges,
                                           const QString &vocabularyFile);

    // Appends the ids of one word, given in UTF-8. What would come after the first `limit` ids of `out` may
    // be missing. O(n log n); more than 64 KiB are merged piece by piece.
    void encode(std::string_view word, std::vector<qint64> &out, size_t limit) const;

private:
    struct Rule
    {
        qint32 rank;
        qint32 token;
    };
    struct Symbol;
    class Merging;

    Result<void> takeBytes(const QHash<QString, qint64> &ids, const QString &vocabularyFile);
    const Rule *rule(qint32 left, qint32 right) const;

    std::array<qint32, 256> m_bytes{};
    std::array<qint32, 256> m_lastBytes{};
    std::unordered_map<quint64, Rule> m_rules;
};

} // namespace modeldeck
