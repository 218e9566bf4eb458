// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/model_files.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFolders = 4096;
constexpr qsizetype longestName = 200;

} // namespace

bool isPlainName(QStringView name)
{
    const auto allowed = [](QChar c) { return (c.isPrint() || c.isSurrogate()) && c != u'/'; };
    return !name.isEmpty() && name.size() <= longestName && !name.startsWith(u'.') &&
           std::all_of(name.begin(), name.end(), allowed);
}

bool isRegularFile(const QString &path)
{
    return QFileInfo(path).isFile();
}

QStringList subfolders(const QString &folder, QDir::SortFlags order)
{
    QStringList names = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Readable, order);
    names.removeIf([](const QString &name) { return !isPlainName(name); });
    return names.mid(0, mostFolders);
}

Result<QJsonObject> readJsonObject(const QString &path, qint64 maximum)
{
    const QString name = QFileInfo(path).fileName();
    QFile file(path);
    if (!isRegularFile(path) || !file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 can't be read"), name);
    const QByteArray bytes = file.read(maximum + 1);
    if (bytes.size() > maximum) {
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is longer than %2 bytes"), name,
                       QString::number(maximum));
    }
    const auto document = QJsonDocument::fromJson(bytes);
    if (!document.isObject())
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is not a JSON object"), name);
    return document.object();
}

} // namespace modeldeck
