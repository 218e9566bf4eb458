// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVariantMap>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace modeldeck::synthetic {

// The merges of a byte-level BPE tokenizer in CLIP's form; everything else follows from them.
class Vocabulary
{
public:
    // A few hundred merges for ordinary English words.
    static Vocabulary small();
    // CLIP's own list of merges, gzipped text with a version line first. The error is a sentence
    // for a person.
    static tl::expected<Vocabulary, QString> load(const QString &path);

    // With the two special tokens.
    qint64 size() const { return 512 + qint64(m_merges.size()) + 2; }
    // Contents of vocab.json, merges.txt, tokenizer.json, tokenizer_config.json and special_tokens_map.json.
    // `modelVocabulary` is the rows of the token embedding. The special tokens take the last two, whatever
    // the number of merges: OpenCLIP finds the end of a text by its largest id.
    std::vector<std::pair<QString, QByteArray>> files(qint64 modelVocabulary, qint64 contextLength) const;

private:
    QVariantMap ids(qint64 modelVocabulary) const;
    QByteArray tokenizerJson(const QVariantMap &ids) const;

    QStringList m_merges; // "left right"
};

} // namespace modeldeck::synthetic
