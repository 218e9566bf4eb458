// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/error.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace modeldeck::inference {

// Byte-level byte-pair encoding as CLIP has it (Sennrich et al. 2016; the bytes as in GPT-2; the last byte of
// a word carries "</w>"). A value; encode() may be called from any thread.
class BytePairEncoding
{
public:
    struct Merge
    {
        QString left;
        QString right;
        QString where; // for errors: "merges.txt, line 12"
    };

    // `ids` from the vocabulary's tokens, `merges` by falling priority. The error says which entry is at
    // fault; `vocabularyFile` names the file with the ids.
    static Expected<BytePairEncoding> create(const QHash<QString, qint64> &ids,
                                             const std::vector<Merge> &merges, const QString &vocabularyFile);

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

    Expected<void> takeBytes(const QHash<QString, qint64> &ids, const QString &vocabularyFile);
    const Rule *rule(qint32 left, qint32 right) const;

    std::array<qint32, 256> m_bytes{};
    std::array<qint32, 256> m_lastBytes{};
    std::unordered_map<quint64, Rule> m_rules;
};

} // namespace modeldeck::inference
