// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/clip_config.h"
#include "engine/model_files/vocabulary.h"

#include <QByteArray>
#include <vector>

namespace modeldeck::inference {

// CLIP's tokenizer, as transformers' CLIPTokenizerFast has it (HuggingFace) or as OpenCLIP's SimpleTokenizer
// (OpenClip: HTML unescaped, typography tidied; its special tokens in a text are "<start_of_text>" and
// "<end_of_text>"). A value; encode() may be called from any thread.
class Tokenizer
{
public:
    // `contextLength` is the most tokens of a text, start and end included; at least 2.
    Tokenizer(Vocabulary vocabulary, Layout layout, int contextLength)
        : m_vocabulary(std::move(vocabulary)), m_layout(layout), m_contextLength(contextLength)
    {
    }

    // The ids with start and end, not padded. Errors (invalid_request): the bytes are no UTF-8, or the text
    // has more tokens than the context and is not to be truncated. The start and the first tokens of a
    // truncated text are kept, its last id is the end.
    Result<std::vector<qint64>> encode(const QByteArray &utf8, bool truncate) const;

    // What fills a shorter text of a batch: it lies behind the end, where causal attention never looks.
    qint64 padId() const { return m_layout == Layout::OpenClip ? 0 : m_vocabulary.end; }
    qint64 endId() const { return m_vocabulary.end; }
    // The token embedding needs more rows than this.
    qint64 largestId() const { return m_vocabulary.largestId; }

private:
    Vocabulary m_vocabulary;
    Layout m_layout;
    int m_contextLength;
};

} // namespace modeldeck::inference
