// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace modeldeck {

enum class LogLevel { Error, Warning, Info, Debug };
std::optional<LogLevel> logLevelFromName(QStringView name);

// From here on qCDebug(), qCInfo(), qCWarning() and qCCritical() of any thread go to standard error and to
// files in `directory` (empty: none): modeldeck.log has everything; embedding_service.log what concerns
// services, runners, Ollama and requests; model_usage_tracker.log what concerns use, timeouts, pressure and
// unloads. Each line begins with its time in UTC; where standard error is the systemd journal, with its
// priority instead. Debug shows our own categories ("modeldeck…"), not Qt's; QT_LOGGING_RULES still has the
// last word. Called once, before threads are started. Where nothing can be written (a full disk, a closed
// terminal) lines are lost and the program goes on.
void setUpLogging(LogLevel level, const QString &directory);

// Any time, from any thread.
void setLogLevel(LogLevel level);

} // namespace modeldeck
