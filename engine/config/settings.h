// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QJsonObject>
#include <QMap>
#include <QVariant>
#include <array>
#include <chrono>
#include <vector>

namespace modeldeck {

// One key a setting, in the order of the table in settings_table.cpp.
enum class Key {
    ModelUsageTrackerEnabled,
    ModelUsageTrackerCleanupInterval,
    VisionEmbeddingVramTimeout,
    VisionEmbeddingRamTimeout,
    EmbeddingModelVramTimeout,
    EmbeddingModelRamTimeout,
    MemoryPressureThreshold,
    MemoryPressureTimeout,
    PressureUnloadPolicy,
    PressureOverridesPins,
    PressureDropsPageCache,
    MemoryHeadroom,
    RestApiEnabled,
    RestApiAddress,
    RestApiPort,
    RestApiTokenFile,
    RestApiAuthReads,
    RestApiAllowedHosts,
    RestApiAllowedOrigins,
    RestApiTlsCertificate,
    RestApiTlsKey,
    RestApiMaxHeaderBytes,
    RestApiMaxBodyBytes,
    RestApiMaxConnections,
    RestApiHeaderTimeout,
    RestApiBodyTimeout,
    VisionDefaultModel,
    TextDefaultModel,
    MaxLoadedModels,
    MaxQueuedRequests,
    MaxImagePixels,
    ModelsDirectories,
    ClipDevice,
    ClipDtype,
    ClipThreads,
    RunnerProgram,
    OllamaEnabled,
    OllamaHost,
    OllamaManageExternal,
    OllamaConnectTimeout,
    OllamaRequestTimeout,
    ShutdownDrainSeconds,
    KeepAliveMin,
    KeepAliveMax,
    SmartPreloadingEnabled,
    SmartPreloadingMaxWaste,
    HistoryDays,
    AlertMemoryUse,
    AlertMinutes,
    LogLevel,
    Language,
    ModelTimeoutOverrides,
    Count
};

// The values in force: a plain value, copied between threads. Types are as the table says; asking for another
// type is a programming error.
class Settings
{
public:
    Settings(); // the defaults

    bool flag(Key key) const;
    qint64 integer(Key key) const;
    double real(Key key) const;
    QString text(Key key) const;
    QStringList list(Key key) const;
    std::chrono::seconds seconds(Key key) const;
    QVariantMap map(Key key) const;

    const QVariant &value(Key key) const { return m_values[std::size_t(key)]; }
    void setValue(Key key, QVariant value) { m_values[std::size_t(key)] = std::move(value); }

private:
    std::array<QVariant, std::size_t(Key::Count)> m_values;
};

enum class SettingSource { Default, File, Environment, CommandLine };
const char *settingSourceName(SettingSource source); // "command_line"

// One row for people and programs: --help, tool tips, GET …/config.
struct SettingRow
{
    QString key;
    QString environment;
    QVariant value;
    QVariant defaultValue;
    SettingSource source = SettingSource::Default;
    bool locked = false; // held by the environment or the command line
    bool needsRestart = false;
    QString unit;
    QVariant minimum; // invalid: no bound
    QVariant maximum;
    QStringList choices; // the only values allowed; empty: any
    Text description;
};

// As the API and --print-config show it: {"key", "env", "value", "default", "source", "locked", …}.
QJsonObject settingJson(const SettingRow &row);
// A value in a sentence or a line: texts as they are, all else as JSON.
QString settingValueText(const QVariant &value);

// A person's text ("yes", "600", "/a:/b"; as in the environment) as the value of a setting, or the error that
// names key, value and allowed range.
Result<QVariant> settingFromText(const QString &key, const QString &text);

struct SettingDefinition;

// Where settings come from and go to: defaults < file < environment < command line. A change at run time goes
// into the file. Not thread-safe; the engine owns it.
class SettingsStore
{
public:
    struct Sources
    {
        QString file;                        // a missing file means defaults; empty: nothing is saved
        QMap<QString, QString> environment;  // the process environment
        QMap<Key, QStringList> commandLine;  // as typed; a list setting's option may come more than once
        QMap<Key, QVariant> programDefaults; // e.g. modeldeckd serves REST by default
    };

    SettingsStore() = default; // defaults only
    // A malformed file or an invalid value is an error that names key, value, allowed range and source.
    static Result<SettingsStore> load(const Sources &sources);

    const Settings &settings() const { return m_settings; }
    const QString &file() const { return m_sources.file; }
    std::vector<SettingRow> rows() const; // in the order of Key
    // What load() found odd and went on from: keys in the file that are no setting's.
    const std::vector<Text> &warnings() const { return m_warnings; }
    // All or nothing. Fails with InvalidSetting, or SettingLocked where the environment or command line holds
    // it. If the file can't be written the change fails and nothing changes. A null value takes the key out
    // of the file: the default is in force again. Keys in the file that are no setting's stay.
    Result<void> change(const QVariantMap &changes);
    // Reads the file again, the other sources stay as they were. An error changes nothing.
    Result<void> reload();

private:
    QVariant defaultOf(const SettingDefinition &row) const;
    Result<void> readFile();
    Result<void> readEnvironment();
    Result<void> readCommandLine();

    Settings m_settings;
    Sources m_sources;
    std::array<SettingSource, std::size_t(Key::Count)> m_from{};
    std::vector<Text> m_warnings;
};

} // namespace modeldeck
