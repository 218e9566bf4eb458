// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/routes.h"

#include <QFile>
#include <QJsonDocument>
#include <QSet>

// What /openapi.json says.
namespace modeldeck::test {

inline const QJsonObject &description()
{
    static const QJsonObject description = [] {
        QFile file(QStringLiteral(":/modeldeck/openapi.json"));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }();
    return description;
}

inline QJsonObject describedCall(const api::Route &route)
{
    const QJsonObject calls = description()[QStringLiteral("paths")].toObject();
    return calls[QString::fromLatin1(route.path)][QString::fromLatin1(route.method).toLower()].toObject();
}

inline QSet<int> describedStatuses(const api::Route &route)
{
    QSet<int> statuses;
    for (const QString &status : describedCall(route)[QStringLiteral("responses")].toObject().keys())
        statuses.insert(status.toInt()); // "default" is none
    return statuses;
}

// Calls that no route takes are refused by rules for all paths: they are described nowhere.
inline bool isDescribed(const QByteArray &method, const QByteArray &path, int status)
{
    for (const api::Route &route : api::routes()) {
        if (route.method == (method == "HEAD" ? "GET" : method) && api::match(route.path, path))
            return describedStatuses(route).contains(status);
    }
    return true;
}

} // namespace modeldeck::test
