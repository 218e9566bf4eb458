// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

namespace modeldeck {

// Where things lie by default, by the XDG base directory specification: a variable that is no absolute path
// is ignored, as it asks for. Nothing is made here.
struct Directories
{
    QString configFile; // $XDG_CONFIG_HOME/modeldeck/config.json
    QString state;      // $XDG_STATE_HOME/modeldeck: history, logs, the lock
    QString models;     // $XDG_DATA_HOME/modeldeck/models
    QString runtime;    // $XDG_RUNTIME_DIR/modeldeck; without that variable the state directory

    static Directories fromEnvironment(const QMap<QString, QString> &environment);
};

} // namespace modeldeck
