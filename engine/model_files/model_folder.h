// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/model_files/clip_config.h"
#include "engine/model_files/files.h"

#include <QStringList>

namespace modeldeck {

// What one folder holds, for the catalogue. Of weights only the headers are read.
struct ModelFolder
{
    bool isModel = false; // there is something of a model in it: a configuration or weights
    bool isClip = false;  // its configuration is meant for a CLIP ViT
    bool usable = false;  // the runner would load it
    Text reason;          // why it is not usable
    Text assumed;         // what its files do not say and we take as given; empty: nothing
    Layout layout = Layout::HuggingFace;
    std::optional<ClipConfig> config;
    qint64 parameters = 0;   // computed from the configuration
    QStringList weightFiles; // absolute if the folder's path is
    Bytes weightBytes;
};

ModelFolder inspectModelFolder(const QString &path);

// The state of every file on which the answer depends: while it stays, so does what inspectModelFolder()
// finds.
using FolderState = std::vector<std::pair<QString, FileIdentity>>; // by name
FolderState stateOfModelFolder(const QString &path);

} // namespace modeldeck
