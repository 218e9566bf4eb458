// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace modeldeck {

enum class LogLevel { Error, Warning, Info, Debug };
std::optional<LogLevel> logLevelFromName(QStringView name);

// From here on qCDebug(), qCInfo(), qCWarning() and qCCritical() of any thread go to standard error and to
// `directory`/modeldeck.log (empty: no file), each line with its time in UTC. Debug shows our own categories
// ("modeldeck…"), not Qt's; QT_LOGGING_RULES still has the last word. Called once, before threads are
// started. Where nothing can be written (a full disk, a closed terminal) lines are lost and the program goes
// on.
void setUpLogging(LogLevel level, const QString &directory);

} // namespace modeldeck
