// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace modeldeck {

enum class LogLevel { Error, Warning, Info, Debug };
std::optional<LogLevel> logLevelFromName(QStringView name);

// Sends qCDebug(), qCInfo(), qCWarning() and qCCritical() of all threads to standard error and to files in
// `directory` (empty: no files): modeldeck.log has everything; embedding_service.log has services, runners,
// Ollama and requests; model_usage_tracker.log has use, timeouts, pressure and unloads. Each line begins with
// its time in UTC, or with its priority where standard error is the systemd journal. Debug shows our own
// categories ("modeldeck…"), not Qt's; QT_LOGGING_RULES overrides this. Call it once, before threads start.
// Lines that can't be written (full disk, closed terminal) are lost, and the program continues.
void setUpLogging(LogLevel level, const QString &directory);

// At any time, from any thread.
void setLogLevel(LogLevel level);

} // namespace modeldeck
