// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/hf_cache.h"

#include "engine/model_files/files.h"

#include <QDir>
#include <QRegularExpression>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestRevision = 256;

// What refs/main names; empty if there is no such file or it could be anything but a folder's name.
QString mainRevision(const QString &repository)
{
    const auto text = readFile(repository + u"/refs/main"_s, longestRevision);
    if (!text)
        return {};
    const QString revision = QString::fromLatin1(*text).trimmed();
    return isPlainName(revision) ? revision : QString();
}

QStringList snapshotsOf(const QString &repository)
{
    const QString folder = repository + u"/snapshots/"_s;
    const QString main = mainRevision(repository);
    QStringList out;
    for (const QString &name : subfolders(folder, QDir::Time)) {
        if (name == main)
            out.prepend(folder + name);
        else
            out.append(folder + name);
    }
    return out;
}

using Environment = QMap<QString, QString>;

// "~", then $NAME and ${NAME}, as Python's expanduser() and expandvars() do: what is not set stays as it is.
QString expanded(QString path, const Environment &environment)
{
    if (path == u"~"_s || path.startsWith(u"~/"_s))
        path = environment.value(u"HOME"_s, QDir::homePath()) + path.mid(1);
    static const QRegularExpression variable(uR"(\$(\w+|\{[^}]*\}))"_s);
    QString out;
    qsizetype taken = 0;
    for (auto found = variable.globalMatch(path); found.hasNext();) {
        const auto match = found.next();
        QString name = match.captured(1);
        if (name.startsWith(u'{'))
            name = name.mid(1).chopped(1);
        out += path.mid(taken, match.capturedStart() - taken) + environment.value(name, match.captured());
        taken = match.capturedEnd();
    }
    return out + path.mid(taken);
}

} // namespace

HfCacheLocations HfCacheLocations::fromEnvironment(const Environment &environment)
{
    for (const QString &variable : {u"HF_HUB_CACHE"_s, u"HUGGINGFACE_HUB_CACHE"_s}) {
        if (const QString hub = environment.value(variable); !hub.isEmpty())
            return {{expanded(hub, environment)}};
    }
    if (const QString hfHome = environment.value(u"HF_HOME"_s); !hfHome.isEmpty())
        return {{expanded(hfHome, environment) + u"/hub"_s}};
    const QString cache = environment.value(u"XDG_CACHE_HOME"_s);
    return {{expanded(cache.isEmpty() ? u"~/.cache"_s : cache, environment) + u"/huggingface/hub"_s}};
}

std::vector<HfRepository> hfRepositories(const HfCacheLocations &locations)
{
    const QString prefix = u"models--"_s;
    std::vector<HfRepository> out;
    for (const QString &hub : locations.hubs) {
        for (const QString &folder : subfolders(hub)) {
            if (!folder.startsWith(prefix))
                continue;
            // An organisation's name has no "--"; the repository's may have.
            QString id = folder.mid(prefix.size());
            if (const qsizetype end = id.indexOf(u"--"_s); end > 0)
                id.replace(end, 2, u"/"_s);
            out.push_back({id, snapshotsOf(hub + u'/' + folder)});
        }
    }
    return out;
}

} // namespace modeldeck
