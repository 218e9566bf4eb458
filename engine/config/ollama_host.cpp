// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/ollama_host.h"

#include <QHostAddress>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr int ollamaPort = 11434;

struct HostAndPort
{
    QString host;
    std::optional<int> port; // nothing: none was given, or no number
};

// As Go's net.SplitHostPort with Ollama's ways of going on where that fails.
HostAndPort split(const QString &text)
{
    if (QHostAddress address; address.setAddress(text)) // "::1" is no host with a port
        return {text, {}};
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon < 0 || text.endsWith(u']'))
        return {text, {}};
    bool isNumber = false;
    const int port = QStringView(text).mid(colon + 1).toInt(&isNumber);
    return {text.left(colon), isNumber && port >= 0 && port <= 65535 ? std::optional(port) : std::nullopt};
}

QString unbracketed(const QString &host)
{
    return host.startsWith(u'[') && host.endsWith(u']') ? host.mid(1, host.size() - 2) : host;
}

QString reachable(const QString &host)
{
    if (host.isEmpty() || host == u"0.0.0.0"_s)
        return u"127.0.0.1"_s;
    return host == u"::"_s ? u"::1"_s : host;
}

} // namespace

std::optional<QUrl> parseOllamaHost(const QString &text)
{
    QString rest = text.trimmed();
    while (rest.size() > 1 && (rest.startsWith(u'"') || rest.startsWith(u'\'')) &&
           rest.back() == rest.front())
        rest = rest.mid(1, rest.size() - 2).trimmed(); // as people write it in a unit file
    QUrl url;
    url.setScheme(u"http"_s);
    int defaultPort = ollamaPort;
    if (const qsizetype mark = rest.indexOf(u"://"_s); mark >= 0) {
        const QString scheme = rest.left(mark).toLower();
        if (scheme != u"http"_s && scheme != u"https"_s)
            return std::nullopt;
        url.setScheme(scheme);
        defaultPort = -1; // the scheme's
        rest = rest.mid(mark + 3);
        if (rest.isEmpty())
            return std::nullopt;
    }
    const qsizetype slash = rest.indexOf(u'/');
    QString path = slash < 0 ? QString() : rest.mid(slash);
    while (path.endsWith(u'/'))
        path.chop(1);
    const QString authority = rest.left(slash < 0 ? rest.size() : slash);
    const qsizetype at = authority.lastIndexOf(u'@');
    if (at >= 0)
        url.setUserInfo(authority.left(at));
    const HostAndPort parts = split(authority.mid(at + 1));
    url.setHost(reachable(unbracketed(parts.host)), QUrl::StrictMode);
    url.setPort(parts.port.value_or(defaultPort));
    url.setPath(path, QUrl::StrictMode);
    return url.isValid() && !url.host().isEmpty() ? std::optional(url) : std::nullopt;
}

QUrl ollamaAddress(const QString &setting, const QString &environment)
{
    if (!environment.trimmed().isEmpty()) {
        if (const auto url = parseOllamaHost(environment))
            return *url;
    }
    return parseOllamaHost(setting).value_or(*parseOllamaHost({}));
}

bool isThisMachine(const QUrl &url)
{
    return url.host() == u"localhost"_s || QHostAddress(url.host()).isLoopback();
}

QString shownAddress(const QUrl &url)
{
    return url.toString(QUrl::RemoveUserInfo);
}

} // namespace modeldeck
