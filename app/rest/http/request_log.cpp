// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/request_log.h"

#include <QLoggingCategory>
#include <QRandomGenerator>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(restLog, "modeldeck.rest", QtInfoMsg)

namespace {

constexpr qsizetype longestId = 64;
constexpr qsizetype longestClient = 64;

bool isHarmless(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
}

} // namespace

QByteArray requestId(const QByteArray &given)
{
    if (!given.isEmpty() && given.size() <= longestId && std::ranges::all_of(given, isHarmless))
        return given;
    return "req-" + QByteArray::number(QRandomGenerator::global()->generate64(), 16).rightJustified(16, '0');
}

QString clientName(const QByteArray &userAgent)
{
    QByteArray name = userAgent.first(std::min(longestClient, userAgent.size()));
    name.removeIf([](char c) { return c < ' ' || c > '~'; });
    return QString::fromLatin1(name.trimmed());
}

void logRequest(const LogEntry &entry)
{
    const double milliseconds = std::chrono::duration<double, std::milli>(entry.time).count();
    qCDebug(restLog).noquote().nospace()
        << entry.id << ' ' << entry.method << ' ' << entry.route << ' ' << entry.status << ' '
        << QString::number(milliseconds, 'f', 2) << " ms, " << entry.bytesIn << " bytes in, "
        << entry.bytesOut << " out";
}

void logRefusal(const QByteArray &id, const Error &error)
{
    qCDebug(restLog).noquote().nospace()
        << id << " refused: " << httpStatus(error.code) << ' ' << errorName(error.code);
}

} // namespace modeldeck::api
