// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <functional>

class QSettings;

namespace modeldeck {

// What the program gives the window besides the engine. Empty paths: what needs them is not offered.
struct WindowOptions
{
    QSettings *settings =
        nullptr; // where the window's looks and preferences are kept; null: nowhere. Outlives the window.
    std::function<EpochSeconds()> now; // empty: the system's clock
    QString logFile{};                 // that the log page follows
    QString tokenFile{};               // where a token for the REST API is written when the person asks for one
    QString autostartFile{};           // the desktop entry that starts the program at login
    QString program{};                 // that this entry starts: a whole path
};

} // namespace modeldeck
