// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/settings.h"

#include "engine/config/setting_check.h"
#include "engine/config/setting_rules.h"
#include "engine/config/setting_value.h"
#include "engine/config/settings_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <iterator>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

QVariantList defaultValues()
{
    QVariantList values;
    for (const SettingDefinition &row : settingsTable())
        values << row.defaultValue;
    return values;
}

} // namespace

Settings::Settings()
{
    static const QVariantList defaults = defaultValues();
    m_values = defaults;
}

namespace {

tl::unexpected<Error> unknownSetting(const QString &key)
{
    auto error = failure(Error(ErrorCode::InvalidSetting, MD_TEXT("There is no setting \"%1\""), key.left(80))
                             .withHint(MD_TEXT("The configuration endpoint and --help list all settings")));
    error.value().parameter = key;
    return error;
}

tl::unexpected<Error> locked(const SettingDefinition &row, SettingSource source)
{
    Error error = Error(ErrorCode::SettingLocked).ofParameter(row.name);
    if (source == SettingSource::Environment) {
        error.message = {MD_TEXT("%1 is set by the environment variable %2"), row.name, row.environment};
        error.hint = {MD_TEXT("Start the program without %1 to change it here"), row.environment};
    } else {
        error.message = {MD_TEXT("%1 is set on the command line"), row.name};
        error.hint = MD_TEXT("Start the program without that option to change it here");
    }
    return tl::unexpected<Error>(std::move(error));
}

QString optionName(const SettingDefinition &row)
{
    return row.option.isEmpty() ? u"the command line"_s : u"--"_s + row.option;
}

bool isLocked(SettingSource source)
{
    return source == SettingSource::Environment || source == SettingSource::CommandLine;
}

} // namespace

const char *settingSourceName(SettingSource source)
{
    static constexpr const char *names[] = {"default", "file", "environment", "command_line"};
    static_assert(std::size(names) == std::size_t(SettingSource::CommandLine) + 1);
    return names[int(source)];
}

const QString &settingName(Key key)
{
    return settingDefinition(key).name;
}

const SettingRow *findRow(const std::vector<SettingRow> &rows, Key key)
{
    const auto found = std::ranges::find(rows, key, &SettingRow::key);
    return found == rows.end() ? nullptr : &*found;
}

QJsonObject settingJson(const SettingRow &row)
{
    const auto json = [](const QVariant &value) {
        return value.isValid() ? QJsonValue::fromVariant(value) : QJsonValue();
    };
    return {{u"key"_s, row.name},
            {u"env"_s, row.environment},
            {u"value"_s, json(row.value)},
            {u"default"_s, json(row.defaultValue)},
            {u"source"_s, QString::fromLatin1(settingSourceName(row.source))},
            {u"locked"_s, row.locked},
            {u"needs_restart"_s, row.needsRestart},
            {u"unit"_s, row.unit.isEmpty() ? QJsonValue() : QJsonValue(row.unit)},
            {u"minimum"_s, json(row.minimum)},
            {u"maximum"_s, json(row.maximum)},
            {u"choices"_s, QJsonArray::fromStringList(row.choices)},
            {u"description"_s, row.description.english()}};
}

QString settingValueText(const QVariant &value)
{
    if (value.userType() == QMetaType::QString)
        return value.toString();
    const QJsonArray wrapped{QJsonValue::fromVariant(value)};
    const QString text = QString::fromUtf8(QJsonDocument(wrapped).toJson(QJsonDocument::Compact));
    return text.mid(1, text.size() - 2);
}

Result<QVariant> settingFromText(const QString &key, const QString &text)
{
    const SettingDefinition *row = findSetting(key);
    if (!row)
        return unknownSetting(key);
    return valueFromTexts(*row, {text}, Text(MD_TEXT("input")));
}

Result<SettingsStore> SettingsStore::load(const Sources &sources)
{
    SettingsStore store;
    store.m_sources = sources;
    for (const auto &[key, value] : sources.programDefaults.asKeyValueRange())
        store.m_settings.setValue(key, value);
    for (const auto read :
         {&SettingsStore::readFile, &SettingsStore::readEnvironment, &SettingsStore::readCommandLine}) {
        if (auto result = (store.*read)(); !result)
            return tl::unexpected(std::move(result.error()));
    }
    if (auto error = brokenRule(store.m_settings))
        return tl::unexpected(std::move(*error));
    return store;
}

SettingSource SettingsStore::sourceOf(Key key) const
{
    const auto found = m_from.find(key);
    return found == m_from.end() ? SettingSource::Default : found->second;
}

QVariant SettingsStore::defaultOf(const SettingDefinition &row) const
{
    return m_sources.programDefaults.value(row.key, row.defaultValue);
}

Result<void> SettingsStore::readFile()
{
    const auto file = readSettingsFile(m_sources.file);
    if (!file)
        return tl::unexpected(file.error());
    for (auto entry = file->begin(); entry != file->end(); ++entry) {
        const SettingDefinition *row = findSetting(entry.key());
        if (!row) {
            m_warnings.push_back({MD_TEXT("%1: there is no setting \"%2\"; it is left alone"), m_sources.file,
                                  entry.key().left(80)});
            continue;
        }
        if (entry->isNull())
            continue;
        QVariant json = entry->toVariant();
        for (const QString &former : takeFormerEntries(*row, json)) {
            m_warnings.push_back({MD_TEXT("%1: “%2” in %3 is left out: patterns are not supported"),
                                  m_sources.file, former.left(80), row->name});
        }
        auto value = valueFromJson(*row, json, m_sources.file);
        if (!value)
            return tl::unexpected(std::move(value.error()));
        m_settings.setValue(row->key, std::move(*value));
        m_from[row->key] = SettingSource::File;
    }
    return {};
}

Result<void> SettingsStore::readEnvironment()
{
    for (const SettingDefinition &row : settingsTable()) {
        const QString text = m_sources.environment.value(row.environment).trimmed();
        if (text.isEmpty())
            continue;
        auto value = valueFromTexts(row, {text}, row.environment);
        if (!value)
            return tl::unexpected(std::move(value.error()));
        m_settings.setValue(row.key, std::move(*value));
        m_from[row.key] = SettingSource::Environment;
    }
    return {};
}

Result<void> SettingsStore::readCommandLine()
{
    for (const auto &[key, texts] : m_sources.commandLine.asKeyValueRange()) {
        const SettingDefinition &row = settingDefinition(key);
        if (texts.isEmpty())
            continue;
        // A path option comes once for each path: commas and colons in it are the path's own.
        auto value = row.kind == SettingKind::PathList ? valueFromJson(row, texts, optionName(row))
                                                       : valueFromTexts(row, texts, optionName(row));
        if (!value)
            return tl::unexpected(std::move(value.error()));
        m_settings.setValue(key, std::move(*value));
        m_from[key] = SettingSource::CommandLine;
    }
    return {};
}

std::vector<SettingRow> SettingsStore::rows() const
{
    std::vector<SettingRow> rows;
    for (const SettingDefinition &definition : settingsTable()) {
        const SettingSource source = sourceOf(definition.key);
        rows.push_back({definition, m_settings.value(definition.key), source, isLocked(source)});
        rows.back().defaultValue = defaultOf(definition);
    }
    return rows;
}

Result<void> SettingsStore::reload()
{
    auto fresh = load(m_sources);
    if (!fresh)
        return tl::unexpected(std::move(fresh.error()));
    *this = std::move(*fresh);
    return {};
}

Result<void> SettingsStore::change(const QVariantMap &changes)
{
    SettingsStore changed = *this;
    for (auto entry = changes.begin(); entry != changes.end(); ++entry) {
        const SettingDefinition *row = findSetting(entry.key());
        if (!row)
            return unknownSetting(entry.key());
        SettingSource &source = changed.m_from[row->key];
        if (isLocked(source))
            return locked(*row, source);
        if (!entry->isValid() || entry->isNull()) {
            changed.m_settings.setValue(row->key, defaultOf(*row));
            source = SettingSource::Default;
            continue;
        }
        auto value = valueFromJson(*row, *entry, Text(MD_TEXT("the change asked for")));
        if (!value)
            return tl::unexpected(std::move(value.error()));
        changed.m_settings.setValue(row->key, std::move(*value));
        source = SettingSource::File;
    }
    if (auto error = brokenRule(changed.m_settings))
        return tl::unexpected(std::move(*error));
    QVariantMap entries;
    for (auto entry = changes.begin(); entry != changes.end(); ++entry) {
        const Key key = findSetting(entry.key())->key;
        const bool isDefault = changed.sourceOf(key) == SettingSource::Default;
        entries[entry.key()] = isDefault ? QVariant() : changed.m_settings.value(key);
    }
    if (auto written = writeSettingsFile(m_sources.file, entries); !written)
        return written;
    *this = std::move(changed);
    return {};
}

} // namespace modeldeck
