// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/config_section.h"

#include <QJsonArray>
#include <cmath>

namespace modeldeck {

ConfigSection::ConfigSection(QString file, QString name, QJsonObject object, std::optional<Error> &error)
    : m_file(std::move(file)), m_name(std::move(name)), m_object(std::move(object)), m_error(error)
{
}

int ConfigSection::integer(const QString &key, int byDefault, int minimum, int maximum)
{
    if (!has(key))
        return byDefault;
    const QJsonArray pair = value(key).toArray();
    const bool square = pair.size() == 2 && pair[0] == pair[1]; // written as [224, 224]
    return requiredInteger(key, square ? QJsonValue(pair[0]) : value(key), minimum, maximum);
}

int ConfigSection::requiredInteger(const QString &key, const QJsonValue &value, int minimum, int maximum)
{
    const qint64 number = value.isDouble() ? value.toInteger(qint64(minimum) - 1) : qint64(minimum) - 1;
    if (number >= minimum && number <= maximum)
        return int(number);
    wrong(key,
          Text(MD_TEXT("a whole number from %1 to %2"), QString::number(minimum), QString::number(maximum)));
    return minimum;
}

double ConfigSection::number(const QString &key, double byDefault, double minimum, double maximum)
{
    if (!has(key))
        return byDefault;
    const double number = value(key).toDouble(NAN);
    if (number >= minimum && number <= maximum)
        return number;
    wrong(key, Text(MD_TEXT("a number from %1 to %2"), QString::number(minimum), QString::number(maximum)));
    return byDefault;
}

bool ConfigSection::boolean(const QString &key, bool byDefault)
{
    if (has(key) && !value(key).isBool())
        wrong(key, MD_TEXT("true or false"));
    return value(key).toBool(byDefault);
}

QString ConfigSection::oneOf(const QString &key, const QStringList &choices)
{
    if (!has(key))
        return choices.constFirst();
    if (!choices.contains(value(key).toString()))
        wrong(key, Text(MD_TEXT("one of %1"), choices.join(QLatin1String(", "))));
    return value(key).toString();
}

void ConfigSection::mustBe(const QJsonValue &only, const QStringList &keys)
{
    for (const QString &key : keys) {
        if (has(key) && value(key) != only)
            wrong(key, MD_TEXT("left at its default: Modeldeck computes no other CLIP ViT"));
    }
}

ConfigSection ConfigSection::sub(const QString &key)
{
    if (has(key) && !value(key).isObject())
        wrong(key, MD_TEXT("an object"));
    return {m_file, m_name.isEmpty() ? key : m_name + u'.' + key, value(key).toObject(), m_error};
}

void ConfigSection::overlay(const ConfigSection &other)
{
    for (auto it = other.m_object.begin(); it != other.m_object.end(); ++it)
        m_object.insert(it.key(), it.value());
}

void ConfigSection::wrong(const QString &key, const Text &expected)
{
    refuse(
        Text(MD_TEXT("%1: “%2” must be %3"), m_file, m_name.isEmpty() ? key : m_name + u'.' + key, expected));
}

void ConfigSection::refuse(const Text &why)
{
    if (!m_error)
        m_error = Error(ErrorCode::ModelLoadFailed, why);
}

} // namespace modeldeck
