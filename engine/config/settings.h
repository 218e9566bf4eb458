// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/result.h"

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
    ShutdownDrainSeconds,
    KeepAliveMin,
    KeepAliveMax,
    SmartPreloadingEnabled,
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

    const QVariant &value(Key key) const { return m_values[std::size_t(key)]; }
    void setValue(Key key, QVariant value) { m_values[std::size_t(key)] = std::move(value); }

private:
    std::array<QVariant, std::size_t(Key::Count)> m_values;
};

enum class SettingSource { Default, File, Environment, CommandLine };

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
    Text description;
};

// Where settings come from and go to: defaults < file < environment < command line. A change at run time goes
// into the file. Not thread-safe; the engine owns it.
class SettingsStore
{
public:
    struct Sources
    {
        QString file;                             // a missing file means defaults; empty: nothing is saved
        QMap<QString, QString> environment;       // the process environment
        QMap<Key, QString> commandLine;           // as typed
        QMap<Key, QVariant> programDefaults;      // e.g. modeldeckd serves REST by default
    };

    SettingsStore() = default; // defaults only
    // A malformed file or an invalid value is an error that names key, value, allowed range and source.
    static Result<SettingsStore> load(const Sources &sources);

    const Settings &settings() const { return m_settings; }
    std::vector<SettingRow> rows() const;
    // All or nothing. Fails with InvalidSetting, or SettingLocked where the environment or command line holds it.
    // If the file can't be written the change fails and nothing changes.
    Result<void> change(const QVariantMap &changes);

private:
    Settings m_settings;
    Sources m_sources;
    std::array<SettingSource, std::size_t(Key::Count)> m_from{};
};

} // namespace modeldeck
