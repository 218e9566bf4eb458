// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/setting_value.h"

#include "engine/config/setting_check.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

bool isAddress(SettingKind kind)
{
    return kind == SettingKind::Url || kind == SettingKind::Origins || kind == SettingKind::Hosts;
}

// Errors go to the terminal, the log and the history. What isn't a valid address can't be taken apart as one:
// rather too much of it goes than a part of a password stays.
QString withoutPassword(const SettingDefinition &definition, const QString &text)
{
    const qsizetype scheme = text.indexOf(u"://"_s);
    const qsizetype at = text.lastIndexOf(u'@');
    if (at < 0 || (scheme < 0 && !isAddress(definition.kind)))
        return text;
    const qsizetype start = scheme < 0 || scheme > at ? 0 : scheme + 3;
    return text.left(start) + u"…"_s + text.mid(at);
}

// A value as it stands in an error: short, and without what would disturb a terminal.
QString shown(const SettingDefinition &definition, const QString &value)
{
    const QString text = withoutPassword(definition, value);
    QString out = text.left(80);
    for (QChar &c : out) {
        if (!c.isPrint())
            c = u'?';
    }
    return text.size() > 80 ? out + u"…"_s : out;
}

QString numberText(const QVariant &number)
{
    return number.userType() == QMetaType::Double ? QString::number(number.toDouble()) : number.toString();
}

// What would have been right, in one sentence for each kind: %1 key, %2 value, %3 source, %4 and
// %5 the range.
const char *rangeSentence(SettingKind kind)
{
    switch (kind) {
    case SettingKind::Flag:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed are true, false, 1, 0, yes and no");
    case SettingKind::Integer:
    case SettingKind::Seconds:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed are whole numbers from %4 to %5");
    case SettingKind::Real:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed are numbers from %4 to %5");
    case SettingKind::Choice:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed are %4");
    case SettingKind::ModelId:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed is the name of a model");
    case SettingKind::Path:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed is a path");
    case SettingKind::PathList:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed are paths of folders");
    case SettingKind::Addresses:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed are IP addresses such as 127.0.0.1 or ::1");
    case SettingKind::Hosts:
        return MD_TEXT(
            "%1 is \"%2\" (from %3); allowed are host names such as deck.example.org or deck:7000");
    case SettingKind::Origins:
        return MD_TEXT("%1 is \"%2\" (from %3); allowed are origins such as https://example.org or "
                       "app://obsidian.md, not patterns");
    case SettingKind::Url:
        return MD_TEXT(
            "%1 is \"%2\" (from %3); allowed is an address such as http://127.0.0.1:11434, without "
            "a password");
    case SettingKind::Overrides:
        return MD_TEXT(
            "%1 is \"%2\" (from %3); allowed is an object of model ids, each with \"vram_timeout\" or "
            "\"ram_timeout\" from %4 to %5");
    }
    Q_UNREACHABLE();
}

// The same of JSON, where a person's texts are no flags or numbers: the type may be all that is wrong.
const char *jsonRangeSentence(SettingKind kind, const QVariant &json)
{
    const bool isText = json.userType() == QMetaType::QString;
    if (kind == SettingKind::Flag)
        return isText
                   ? MD_TEXT(
                         "%1 is \"%2\", a JSON string (from %3); allowed are true and false, without quotes")
                   : MD_TEXT("%1 is %2 (from %3); allowed are true and false");
    const bool isWhole = kind == SettingKind::Integer || kind == SettingKind::Seconds;
    if (isWhole && isText)
        return MD_TEXT(
            "%1 is \"%2\", a JSON string (from %3); allowed are whole numbers from %4 to %5, without quotes");
    if (kind == SettingKind::Real && isText)
        return MD_TEXT(
            "%1 is \"%2\", a JSON string (from %3); allowed are numbers from %4 to %5, without quotes");
    return rangeSentence(kind);
}

tl::unexpected<Error> invalid(const SettingDefinition &definition, const char *sentence, const QString &value,
                              const TextArgument &from)
{
    TextArguments arguments{definition.name, value, from};
    if (definition.kind == SettingKind::Choice)
        arguments << definition.choices.join(u", "_s);
    else if (definition.minimum.isValid())
        arguments << numberText(definition.minimum) << numberText(definition.maximum);
    auto error = failure(ErrorCode::InvalidSetting, {sentence, arguments});
    error.value().parameter = definition.name;
    return error;
}

} // namespace

Result<QVariant> valueFromTexts(const SettingDefinition &definition, const QStringList &texts,
                                const TextArgument &from)
{
    if (const auto value = checkedTexts(definition, texts))
        return *value;
    return invalid(definition, rangeSentence(definition.kind), shown(definition, texts.join(u", "_s)), from);
}

Result<QVariant> valueFromJson(const SettingDefinition &definition, const QVariant &json,
                               const TextArgument &from)
{
    if (const auto value = checkedJson(definition, json))
        return *value;
    return invalid(definition, jsonRangeSentence(definition.kind, json),
                   shown(definition, settingValueText(json)), from);
}

} // namespace modeldeck
