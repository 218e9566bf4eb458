// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/request_fields.h"

#include <QJsonDocument>
#include <array>

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

Error fieldMissing(const QString &name)
{
    return Error(ErrorCode::InvalidRequest, MD_TEXT("%1 is missing"), name).ofParameter(name);
}

Fields fieldsOf(const QUrlQuery &query)
{
    QCborMap fields;
    for (const auto &[key, text] : query.queryItems()) {
        if (fields.contains(key))
            continue;
        bool isWhole = false, isNumber = false;
        const qint64 whole = text.toLongLong(&isWhole);
        const double number = text.toDouble(&isNumber);
        fields[key] = isWhole ? QCborValue(whole) : isNumber ? QCborValue(number) : QCborValue(text);
    }
    return Fields(fields, {});
}

std::optional<std::chrono::nanoseconds> keepAlive(Fields &fields)
{
    constexpr auto key = "keep_alive";
    const QCborValue found = fields.value(key);
    if (found.isInteger() || found.isDouble())
        return clamped(found.toDouble() * 1e9);
    const auto duration = found.isString() ? parseGoDuration(found.toString()) : std::nullopt;
    if (!duration && !found.isUndefined())
        fields.refuse(key, MD_TEXT("%1 must be a number of seconds or a duration like \"10m\""));
    return duration;
}

} // namespace modeldeck::api
