// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"
#include "engine/snapshot.h"

#include <functional>

class QSettings;

namespace modeldeck {

// Makes the REST API's token when the person asks for one. `make` runs outside the GUI thread and gives the
// token that it wrote into `file`; empty: none can be made.
struct TokenMaker
{
    QString file;
    std::function<Result<QString>(const QString &file)> make;
};

// What the program gives the window besides the engine. Empty paths: what needs them is not offered.
struct WindowOptions
{
    QSettings *settings =
        nullptr; // where the window's looks and preferences are kept; null: nowhere. Outlives the window.
    std::function<EpochSeconds()> now; // empty: the system's clock
    QString logFile{};                 // that the log page follows
    TokenMaker tokens{};
    QString autostartFile{}; // the desktop entry that starts the program at login
    QString program{};       // that this entry starts: a whole path
};

} // namespace modeldeck
