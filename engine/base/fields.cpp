// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/fields.h"

#include <cmath>

namespace modeldeck {

namespace {

constexpr double largestWhole = 9e18; // fits into a qint64

std::optional<qint64> wholeOf(const QCborValue &value, bool orDouble)
{
    if (value.isInteger())
        return value.toInteger();
    const double number = value.toDouble();
    if (orDouble && value.isDouble() && std::abs(number) < largestWhole && number == std::floor(number))
        return qint64(number);
    return std::nullopt;
}

} // namespace

Fields::Fields(const QJsonObject &object, Rules rules)
    : m_map(QCborMap::fromJsonObject(object)), m_rules(rules), m_json(true)
{
}

std::optional<QString> Fields::string(Key key)
{
    const QCborValue found = value(key);
    return fits(found.isString(), key, MD_TEXT("%1 must be a string")) ? std::optional(found.toString())
                                                                       : std::nullopt;
}

std::optional<bool> Fields::flag(Key key)
{
    const QCborValue found = value(key);
    return fits(found.isBool(), key, MD_TEXT("%1 must be true or false")) ? std::optional(found.toBool())
                                                                          : std::nullopt;
}

std::optional<qint64> Fields::wholeNumber(Key key, qint64 least, qint64 most)
{
    const auto whole = wholeOf(value(key), m_json);
    return fits(whole && *whole >= least && *whole <= most, key,
                MD_TEXT("%1 must be a whole number from %2 to %3"), QString::number(least),
                QString::number(most))
               ? whole
               : std::nullopt;
}

std::optional<double> Fields::number(Key key, double least, double most)
{
    const QCborValue found = value(key);
    const double number = found.toDouble();
    const bool isRight =
        (found.isDouble() || found.isInteger()) && number >= least && number <= most; // false for NaN
    return fits(isRight, key, MD_TEXT("%1 must be a number from %2 to %3"), QString::number(least),
                QString::number(most))
               ? std::optional(number)
               : std::nullopt;
}

std::optional<QCborArray> Fields::array(Key key)
{
    const QCborValue found = value(key);
    return fits(found.isArray(), key, MD_TEXT("%1 must be an array")) ? std::optional(found.toArray())
                                                                      : std::nullopt;
}

Fields Fields::object(Key key)
{
    const QCborValue found = value(key);
    (void)fits(found.isMap(), key, MD_TEXT("%1 must be an object"));
    Fields inner(*this);
    inner.m_map = found.toMap();
    inner.m_prefix += key.toString() + u'.';
    return inner;
}

QCborValue Fields::value(Key key) const
{
    const QCborValue found = m_map.value(key.toString());
    return found.isNull() ? QCborValue() : found;
}

QStringList Fields::keys() const
{
    QStringList out;
    for (const auto &[key, value] : m_map)
        out << key.toString();
    return out;
}

void Fields::fail(Error error)
{
    if (!*m_error)
        *m_error = std::move(error);
}

QString Fields::shown(Key key) const
{
    const QString name = m_prefix + key.toString();
    return m_rules.quoted ? u'"' + name + u'"' : name;
}

} // namespace modeldeck
