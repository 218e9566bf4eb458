// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/setting_check.h"

#include "engine/base/known_models.h"
#include "engine/base/model_name.h"
#include "engine/config/ollama_host.h"

#include <QDir>
#include <QHostAddress>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>
#include <cmath>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestText = 4096; // of one path, name or address
constexpr qsizetype longestList = 256;

std::optional<QVariant> flagFromText(const QString &text)
{
    const QString word = text.toLower();
    if (word == u"true"_s || word == u"1"_s || word == u"yes"_s)
        return true;
    if (word == u"false"_s || word == u"0"_s || word == u"no"_s)
        return false;
    return {};
}

bool isNumber(const QVariant &json)
{
    switch (json.userType()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Double:
        return true;
    default:
        return false;
    }
}

std::optional<QVariant> checkedReal(const SettingDefinition &definition, const QVariant &json)
{
    const double number = json.toDouble();
    // Written so that a NaN fails.
    if (!isNumber(json) ||
        !(number >= definition.minimum.toDouble() && number <= definition.maximum.toDouble()))
        return {};
    return number;
}

std::optional<QVariant> checkedInteger(const SettingDefinition &definition, const QVariant &json)
{
    // All bounds of the table are exact as doubles.
    const auto number = checkedReal(definition, json);
    if (!number || std::floor(number->toDouble()) != number->toDouble())
        return {};
    return qint64(number->toDouble());
}

bool isPlainText(const QString &text)
{
    return text.size() <= longestText &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint() || c.isSurrogate(); });
}

std::optional<QString> checkedPath(const QString &text)
{
    if (!isPlainText(text))
        return {};
    if (text == u"~"_s || text.startsWith(u"~/"_s))
        return QDir::cleanPath(QDir::homePath() + text.mid(1));
    return QDir::cleanPath(QDir::current().absoluteFilePath(text));
}

std::optional<QString> checkedHost(const QString &text)
{
    const QUrl url(u"http://"_s + text, QUrl::StrictMode);
    const bool bare = url.isValid() && !url.host().isEmpty() && url.path().isEmpty() && !url.hasQuery() &&
                      !url.hasFragment() && url.userInfo().isEmpty();
    return bare ? std::optional(text.toLower()) : std::nullopt;
}

std::optional<QString> checkedUrl(const QString &text)
{
    const auto url = parseOllamaHost(text);
    // Settings are shown and logged: a password has no place in them.
    if (!url || !url->userInfo().isEmpty())
        return {};
    return url->toString();
}

// What version 0.1.0 took for an origin, which it changed into another where it was a pattern:
// "http://localhost:*" became "http://localhost".
bool wasAnOrigin(const QString &text)
{
    const auto url = text.contains(u"://"_s) ? checkedUrl(text) : std::nullopt;
    return url && QUrl(*url).path().isEmpty();
}

// As a browser, an extension or a desktop program sends it: "https://example.org", "http://localhost:3000",
// "app://obsidian.md", "chrome-extension://ID". No patterns.
std::optional<QString> checkedOrigin(const QString &text)
{
    static const QRegularExpression form(
        uR"(^([a-z][a-z0-9+.-]*)://(\[[0-9a-f:.]+\]|[^\s/?#@:*]+)(:[0-9]{1,5})?/?$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return {};
    const QString scheme = match.captured(1).toLower();
    if (scheme != u"http"_s && scheme != u"https"_s)
        return scheme + u"://"_s + match.captured(2) + match.captured(3);
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return {};
    if (url.port() == (scheme == u"http"_s ? 80 : 443)) // browsers leave it out
        url.setPort(-1);
    url.setPath({});
    return url.toString(QUrl::FullyEncoded);
}

std::optional<QString> checkedAddress(const QString &text)
{
    // QHostAddress also takes "127.1" and plain numbers: only full forms are meant here.
    const QHostAddress address(text);
    const bool full = text.contains(u':') || text.count(u'.') == 3;
    return full && !address.isNull() ? std::optional(address.toString()) : std::nullopt;
}

// One text, or one entry of a list.
std::optional<QString> checkedText(const SettingDefinition &definition, const QString &text)
{
    if (!isPlainText(text))
        return {};
    switch (definition.kind) {
    case SettingKind::Choice:
        return definition.choices.contains(text) ? std::optional(text) : std::nullopt;
    case SettingKind::ModelId:
        return text.isEmpty() || text.size() > 256 ? std::nullopt : std::optional(text);
    case SettingKind::Path:
        return text.isEmpty() ? std::optional(text) : checkedPath(text);
    case SettingKind::PathList:
        return text.isEmpty() ? std::nullopt : checkedPath(text);
    case SettingKind::Addresses:
        return checkedAddress(text);
    case SettingKind::Hosts:
        return checkedHost(text);
    case SettingKind::Origins:
        return checkedOrigin(text);
    case SettingKind::Url:
        return checkedUrl(text);
    default:
        return {};
    }
}

std::optional<QVariant> checkedList(const SettingDefinition &definition, const QVariant &json)
{
    QVariantList entries;
    if (json.userType() == QMetaType::QString)
        entries = {json};
    else if (json.userType() == QMetaType::QStringList || json.userType() == QMetaType::QVariantList)
        entries = json.toList();
    else
        return {};
    if (entries.size() > longestList)
        return {};
    QStringList checked;
    for (const QVariant &entry : entries) {
        const auto text =
            entry.userType() == QMetaType::QString ? checkedText(definition, entry.toString()) : std::nullopt;
        if (!text)
            return {};
        if (!checked.contains(*text))
            checked << *text;
    }
    // Without an address there is nothing to listen on.
    if (definition.kind == SettingKind::Addresses && checked.isEmpty())
        return {};
    return checked;
}

// A model by the name that the rest of the program uses: people write other ones, too.
QString canonicalName(const QString &name)
{
    const KnownModel *known = findKnownModel(name);
    return known ? known->id : modelIdOf(name);
}

std::optional<QVariant> checkedOverrides(const SettingDefinition &definition, const QVariant &json)
{
    if (json.userType() != QMetaType::QVariantMap || json.toMap().size() > longestList)
        return {};
    QVariantMap checked;
    const QVariantMap models = json.toMap();
    for (auto model = models.begin(); model != models.end(); ++model) {
        if (model->userType() != QMetaType::QVariantMap || model.key().isEmpty() || !isPlainText(model.key()))
            return {};
        QVariantMap timeouts;
        const QVariantMap given = model->toMap();
        for (auto timeout = given.begin(); timeout != given.end(); ++timeout) {
            const auto seconds = checkedInteger(definition, *timeout);
            if (!seconds || (timeout.key() != u"vram_timeout"_s && timeout.key() != u"ram_timeout"_s))
                return {};
            timeouts[timeout.key()] = *seconds;
        }
        checked[canonicalName(model.key())] = timeouts;
    }
    return checked;
}

// An occurrence of a list setting: paths may be separated by colons too; addresses and origins contain them.
QStringList splitList(SettingKind kind, QString text)
{
    if (kind == SettingKind::PathList)
        text.replace(u':', u',');
    QStringList entries;
    for (const QString &entry : text.split(u',', Qt::SkipEmptyParts)) {
        if (!entry.trimmed().isEmpty())
            entries << entry.trimmed();
    }
    return entries;
}

} // namespace

std::optional<QVariant> checkedJson(const SettingDefinition &definition, const QVariant &json)
{
    switch (definition.kind) {
    case SettingKind::Flag:
        return json.userType() == QMetaType::Bool ? std::optional(json) : std::nullopt;
    case SettingKind::Integer:
    case SettingKind::Seconds:
        return checkedInteger(definition, json);
    case SettingKind::Real:
        return checkedReal(definition, json);
    case SettingKind::Overrides:
        return checkedOverrides(definition, json);
    default:
        break;
    }
    if (isList(definition.kind))
        return checkedList(definition, json);
    if (json.userType() != QMetaType::QString)
        return {};
    const auto text = checkedText(definition, json.toString());
    return text ? std::optional(QVariant(*text)) : std::nullopt;
}

std::optional<QVariant> checkedTexts(const SettingDefinition &definition, const QStringList &texts)
{
    if (isList(definition.kind)) {
        QStringList entries;
        for (const QString &text : texts)
            entries += splitList(definition.kind, text);
        return checkedList(definition, entries);
    }
    const QString text = texts.last().trimmed();
    bool ok = false;
    switch (definition.kind) {
    case SettingKind::Flag:
        return flagFromText(text);
    case SettingKind::Integer:
    case SettingKind::Seconds: {
        const qint64 number = text.toLongLong(&ok);
        return ok ? checkedInteger(definition, number) : std::nullopt;
    }
    case SettingKind::Real: {
        const double number = text.toDouble(&ok);
        return ok ? checkedReal(definition, number) : std::nullopt;
    }
    case SettingKind::Overrides:
        return checkedOverrides(definition, QJsonDocument::fromJson(text.toUtf8()).toVariant());
    default:
        return checkedJson(definition, text);
    }
}

QStringList takeFormerEntries(const SettingDefinition &definition, QVariant &json)
{
    QStringList former;
    if (definition.kind != SettingKind::Origins)
        return former;
    QVariantList kept;
    for (const QVariant &entry : json.userType() == QMetaType::QString ? QVariantList{json} : json.toList()) {
        const QString text = entry.toString();
        if (entry.userType() == QMetaType::QString && !checkedOrigin(text) && wasAnOrigin(text))
            former << text;
        else
            kept << entry;
    }
    if (!former.isEmpty())
        json = kept;
    return former;
}

} // namespace modeldeck
