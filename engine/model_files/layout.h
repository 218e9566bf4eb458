// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>

namespace modeldeck {

// Whose files a model folder holds. Each is computed as its own library does it.
enum class Layout { HuggingFace, OpenClip }; // transformers, open_clip

// How the files of a layout are called.
struct LayoutFiles
{
    QString name; // "hf" or "open_clip", as in the runner's protocol
    QString config;
    QStringList preprocessors; // the first that is there counts
    QString weights;           // one file; shards are named by WEIGHTS.index.json
    QStringList pickles;       // weights that would run code when they are read
};

const LayoutFiles &filesOf(Layout layout);

} // namespace modeldeck
