// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/access.h"

#include "app/rest/http/http_syntax.h"

#include <QCryptographicHash>
#include <QUrl>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

// "[::1]:7000" → "::1", "LOCALHOST.:7000" → "localhost"
QString hostName(const QByteArray &host)
{
    qsizetype end = host.size();
    const qsizetype colon = host.lastIndexOf(':');
    if (colon >= 0 && !host.endsWith(']'))
        end = colon;
    QString name = QString::fromLatin1(host.first(end)).toLower();
    if (name.startsWith(u'[') && name.endsWith(u']'))
        return name.sliced(1, name.size() - 2);
    if (name.endsWith(u'.'))
        name.chop(1);
    return name;
}

bool isLocalName(const QString &name, const QHostAddress &asked)
{
    if (name == "localhost"_L1 || name.endsWith(".localhost"_L1))
        return true;
    QHostAddress address;
    return address.setAddress(name) &&
           (address.isLoopback() || address.isEqual(asked, QHostAddress::TolerantConversion));
}

} // namespace

Result<void> checkHost(const Request &request, const AccessRules &rules)
{
    const QByteArray host = request.header("host");
    const QString name = hostName(host);
    const auto configured = [&](const QString &allowed) { return hostName(allowed.toLatin1()) == name; };
    if (isLocalName(name, request.local) || std::ranges::any_of(rules.hosts, configured))
        return {};
    return failure(Error(ErrorCode::WrongHost, MD_TEXT("This server does not answer to the name %1"),
                         QString::fromLatin1(host))
                       .withHint(MD_TEXT("Use localhost, or add the name to rest_api_allowed_hosts")));
}

Result<QByteArray> checkOrigin(const Request &request, const AccessRules &rules)
{
    const auto isOrigin = [](const Header &header) { return header.name == "origin"; };
    const auto origins = std::ranges::count_if(request.headers, isOrigin);
    if (origins == 0)
        return QByteArray();
    const QByteArray origin = request.header("origin");
    const QByteArray same = (request.tls ? "https://" : "http://") + request.header("host");
    if (origins == 1 && origin.compare(same, Qt::CaseInsensitive) == 0)
        return QByteArray();
    if (origins == 1 && rules.origins.contains(QString::fromLatin1(origin), Qt::CaseInsensitive))
        return origin;
    return failure(Error(ErrorCode::ForbiddenOrigin, MD_TEXT("Web pages from %1 may not use this server"),
                         QString::fromLatin1(origin))
                       .withHint(MD_TEXT("Add the origin to rest_api_allowed_origins")));
}

// Both sides are hashed: the comparison then depends on neither the length nor the common beginning.
bool equalInConstantTime(QByteArrayView given, QByteArrayView expected)
{
    const QByteArray a = QCryptographicHash::hash(given.toByteArray(), QCryptographicHash::Sha256);
    const QByteArray b = QCryptographicHash::hash(expected.toByteArray(), QCryptographicHash::Sha256);
    unsigned difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= unsigned(uchar(a[i]) ^ uchar(b[i]));
    return difference == 0;
}

Result<void> checkToken(const Request &request, const AccessRules &rules, Auth auth)
{
    const bool openRead = auth == Auth::Read && !rules.authReads && request.peer.isLoopback();
    const bool openServer = rules.token.isEmpty() && request.peer.isLoopback();
    if (openRead || openServer)
        return {};
    const QByteArray given = request.header("authorization");
    const bool bearer = startsWithIgnoringCase(given, "bearer ");
    if (bearer && !rules.token.isEmpty() &&
        equalInConstantTime(QByteArrayView(given).sliced(7).trimmed(), rules.token))
        return {};
    return failure(
        Error(ErrorCode::Unauthorized,
              bearer ? MD_TEXT("The token is wrong") : MD_TEXT("This call needs a token"))
            .withHint(MD_TEXT(
                "Send the header Authorization: Bearer <token>; the token is in rest_api_token_file")));
}

} // namespace modeldeck::api
