// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/hf_cache.h"

#include "engine/model_files/files.h"

#include <QDir>
#include <QFile>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// What refs/main names; empty if there is no such file or it could be anything but a folder's name.
QString mainRevision(const QString &repository)
{
    const QString path = repository + u"/refs/main"_s;
    QFile file(path);
    if (!isRegularFile(path) || !file.open(QIODevice::ReadOnly))
        return {};
    const QString revision = QString::fromLatin1(file.read(256)).trimmed();
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

QString expanded(const QString &path, const QString &home)
{
    return path == u"~"_s || path.startsWith(u"~/"_s) ? home + path.mid(1) : path;
}

} // namespace

HfCacheLocations HfCacheLocations::fromEnvironment(const QMap<QString, QString> &environment)
{
    const QString home = environment.value(u"HOME"_s, QDir::homePath());
    for (const QString &variable : {u"HF_HUB_CACHE"_s, u"HUGGINGFACE_HUB_CACHE"_s}) {
        if (const QString hub = environment.value(variable); !hub.isEmpty())
            return {{expanded(hub, home)}};
    }
    if (const QString hfHome = environment.value(u"HF_HOME"_s); !hfHome.isEmpty())
        return {{expanded(hfHome, home) + u"/hub"_s}};
    const QString cache = environment.value(u"XDG_CACHE_HOME"_s);
    return {{(cache.isEmpty() ? home + u"/.cache"_s : expanded(cache, home)) + u"/huggingface/hub"_s}};
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
