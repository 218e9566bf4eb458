// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/bpe.h"

namespace modeldeck {

// The contents of vocab.json and merges.txt, or of tokenizer.json where one of them is missing.
struct Vocabulary
{
    BytePairEncoding encoding;
    qint64 start = 0; // "<|startoftext|>"
    qint64 end = 0;   // "<|endoftext|>"
    qint64 largestId = 0;

    // Anything that is no CLIP vocabulary is an error that names file and entry.
    static Result<Vocabulary> load(const QString &folder);
};

} // namespace modeldeck
