// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/catalog/clip_shape.h"

#include <QStringList>

namespace modeldeck {

// What one folder holds, found out with a few stat() calls and small JSON files; weights are not read.
struct ModelFolder
{
    bool isModel = false; // there is something of a model in it: a configuration or weights
    bool isClip = false;  // its configuration is that of a CLIP ViT: `shape` holds
    bool usable = false;  // all is there that the runner needs
    Text reason;          // why it is not usable
    QString layout;       // "hf" or "open_clip"
    ClipShape shape;
    bool untrained = false;  // says so itself: a synthetic demo model
    QStringList weightFiles; // absolute if the folder's path is
    Bytes weightBytes;
};

ModelFolder inspectModelFolder(const QString &path);

} // namespace modeldeck
