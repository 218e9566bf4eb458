// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/settings_text.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

QString sourceText(const SettingRow &row)
{
    switch (row.source) {
    case SettingSource::Default:
        return u"default"_s;
    case SettingSource::File:
        return u"file"_s;
    case SettingSource::Environment:
        return u"environment, "_s + row.environment;
    case SettingSource::CommandLine:
        return u"command line"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QString jsonText(const QVariant &value)
{
    const QByteArray array =
        QJsonDocument(QJsonArray{QJsonValue::fromVariant(value)}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.mid(1, array.size() - 2));
}

QString allowedText(const SettingDefinition &row)
{
    QStringList facts;
    if (row.minimum.isValid() && row.kind != SettingKind::Overrides)
        facts << u"%1 to %2"_s.arg(jsonText(row.minimum), jsonText(row.maximum));
    if (!row.choices.isEmpty())
        facts << row.choices.join(u", "_s);
    if (!row.unit.isEmpty())
        facts << u"in "_s + row.unit;
    return facts.join(u"; "_s);
}

QString configText(const SettingsStore &store)
{
    QString out =
        u"# The settings in force. The command line wins over the environment, the environment over\n"
        "# %1, that over the defaults.\n"_s.arg(store.file());
    for (const SettingRow &row : store.rows()) {
        const QString allowed = allowedText(row);
        out += u"\n# "_s + row.description.english() +
               (allowed.isEmpty() ? QString() : u" ("_s + allowed + u')') + u'\n' + row.name + u" = "_s +
               jsonText(row.value) + u"  # "_s + sourceText(row);
        if (row.source != SettingSource::Default)
            out += u"; default "_s + jsonText(row.defaultValue);
        out += u'\n';
    }
    for (const Text &warning : store.warnings())
        out += u"\n# "_s + warning.english() + u'\n';
    return out;
}

QString configJson(const SettingsStore &store)
{
    QJsonArray settings;
    for (const SettingRow &row : store.rows())
        settings.append(settingJson(row));
    return QString::fromUtf8(QJsonDocument(QJsonObject{{u"settings"_s, settings}}).toJson());
}

} // namespace modeldeck
