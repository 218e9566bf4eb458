// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

namespace modeldeck {

// The default places, following the XDG base directory specification: a variable that is not an absolute path
// is ignored. Creates nothing.
struct Directories
{
    QString configFile; // $XDG_CONFIG_HOME/modeldeck/config.json
    QString state;      // $XDG_STATE_HOME/modeldeck: history, logs, the lock
    QString models;     // $XDG_DATA_HOME/modeldeck/models
    QString runtime;    // $XDG_RUNTIME_DIR/modeldeck; without that variable the state directory

    static Directories fromEnvironment(const QMap<QString, QString> &environment);
};

} // namespace modeldeck
