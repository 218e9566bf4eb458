// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/json_fields.h"

#include "app/rest/http/http_message.h"

#include <QJsonDocument>
#include <array>
#include <cmath>
#include <limits>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

struct Unit
{
    QStringView name;
    double nanoseconds;
};
// Longer names first: "ms" before "m".
constexpr std::array<Unit, 8> units{{{u"ns", 1},
                                     {u"us", 1e3},
                                     {u"µs", 1e3},
                                     {u"μs", 1e3},
                                     {u"ms", 1e6},
                                     {u"s", 1e9},
                                     {u"m", 60e9},
                                     {u"h", 3600e9}}};

std::chrono::nanoseconds clamped(double nanoseconds)
{
    constexpr double most = 9.2e18;
    return std::chrono::nanoseconds(qint64(std::clamp(nanoseconds, -most, most)));
}

} // namespace

std::optional<std::chrono::nanoseconds> parseGoDuration(QStringView text)
{
    const bool negative = text.startsWith(u'-');
    if (negative || text.startsWith(u'+'))
        text = text.sliced(1);
    if (text == u"0")
        return std::chrono::nanoseconds(0);
    if (text.isEmpty() || text.size() > 100)
        return std::nullopt;
    double total = 0;
    while (!text.isEmpty()) {
        qsizetype digits = 0;
        while (digits < text.size() &&
               ((text[digits] >= u'0' && text[digits] <= u'9') || text[digits] == u'.'))
            ++digits;
        bool isNumber = false;
        const double number = text.first(digits).toDouble(&isNumber);
        text = text.sliced(digits);
        const auto unit = std::ranges::find_if(units, [&](const Unit &u) { return text.startsWith(u.name); });
        if (!isNumber || unit == units.end())
            return std::nullopt;
        total += number * unit->nanoseconds;
        text = text.sliced(unit->name.size());
    }
    return clamped(negative ? -total : total);
}

Result<QJsonObject> parseObject(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        return failure(ErrorCode::InvalidRequest, MD_TEXT("The body is not JSON: %1 at byte %2"),
                       error.errorString(), QString::number(error.offset));
    }
    if (!document.isObject())
        return failure(ErrorCode::InvalidRequest, MD_TEXT("The body must be a JSON object"));
    return document.object();
}

QJsonValue JsonFields::value(const char *key) const
{
    const QJsonValue value = m_object.value(QLatin1StringView(key));
    return value.isNull() ? QJsonValue(QJsonValue::Undefined) : value;
}

void JsonFields::fail(const char *key, Text message)
{
    if (!m_error)
        m_error = problem(ErrorCode::InvalidRequest, std::move(message), key);
}

std::optional<QString> JsonFields::string(const char *key)
{
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return std::nullopt;
    if (!found.isString())
        fail(key, Text(MD_TEXT("%1 must be a string"), QString::fromLatin1(key)));
    return found.toString();
}

std::optional<bool> JsonFields::flag(const char *key)
{
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return std::nullopt;
    if (!found.isBool())
        fail(key, Text(MD_TEXT("%1 must be true or false"), QString::fromLatin1(key)));
    return found.toBool();
}

std::optional<int> JsonFields::integer(const char *key, int minimum, int maximum)
{
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return std::nullopt;
    const double number = found.toDouble(std::numeric_limits<double>::quiet_NaN());
    if (!(number >= minimum && number <= maximum) || number != std::floor(number)) {
        fail(key, Text(MD_TEXT("%1 must be a whole number from %2 to %3"), QString::fromLatin1(key),
                       QString::number(minimum), QString::number(maximum)));
        return std::nullopt;
    }
    return int(number);
}

std::optional<std::chrono::nanoseconds> JsonFields::keepAlive(const char *key)
{
    const QJsonValue found = value(key);
    if (found.isUndefined())
        return std::nullopt;
    if (found.isDouble())
        return clamped(found.toDouble() * 1e9);
    const auto duration = found.isString() ? parseGoDuration(found.toString()) : std::nullopt;
    if (!duration)
        fail(key, Text(MD_TEXT("%1 must be a number of seconds or a duration like \"10m\""),
                       QString::fromLatin1(key)));
    return duration;
}

} // namespace modeldeck::api
