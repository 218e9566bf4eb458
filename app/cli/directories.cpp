// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/directories.h"

#include <QDir>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

QString absoluteOr(const QString &path, const QString &otherwise)
{
    return QDir::isAbsolutePath(path) ? QDir::cleanPath(path) : otherwise;
}

} // namespace

Directories Directories::fromEnvironment(const QMap<QString, QString> &environment)
{
    const QString home = absoluteOr(environment.value(u"HOME"_s), QDir::homePath());
    const auto base = [&](const QString &variable, const QString &below) {
        return absoluteOr(environment.value(variable), home + below) + u"/modeldeck"_s;
    };
    Directories out;
    out.configFile = base(u"XDG_CONFIG_HOME"_s, u"/.config"_s) + u"/config.json"_s;
    out.state = base(u"XDG_STATE_HOME"_s, u"/.local/state"_s);
    out.models = base(u"XDG_DATA_HOME"_s, u"/.local/share"_s) + u"/models"_s;
    const QString runtime = environment.value(u"XDG_RUNTIME_DIR"_s);
    out.runtime = QDir::isAbsolutePath(runtime) ? QDir::cleanPath(runtime) + u"/modeldeck"_s : out.state;
    return out;
}

} // namespace modeldeck
