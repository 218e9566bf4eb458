// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/config/settings_file.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestFile = 1024 * 1024;

tl::unexpected<Error> cannotWrite(const QString &path, const QString &why)
{
    return failure(Error(ErrorCode::Internal, MD_TEXT("The settings can't be saved in %1: %2"), path, why)
                       .withHint(MD_TEXT("Nothing was changed")));
}

// Line of a byte offset, for people who look for the mistake in an editor.
int lineOf(const QByteArray &text, int offset)
{
    return 1 + int(text.left(offset).count('\n'));
}

} // namespace

Result<QJsonObject> readSettingsFile(const QString &path)
{
    // exists() follows links; a link to nowhere is as good as no file.
    if (path.isEmpty() || !QFileInfo::exists(path))
        return QJsonObject();
    QFile file(path);
    // A folder, pipe or device in place of the file would block or make no sense.
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::InvalidSetting, MD_TEXT("The settings file %1 can't be read: %2"), path,
                       file.errorString());
    }
    const QByteArray bytes = file.read(longestFile + 1);
    if (bytes.size() > longestFile) {
        return failure(ErrorCode::InvalidSetting, MD_TEXT("The settings file %1 is longer than 1 MiB"), path);
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError) {
        return failure(ErrorCode::InvalidSetting, MD_TEXT("The settings file %1 is not JSON: line %2: %3"),
                       path, QString::number(lineOf(bytes, error.offset)), error.errorString());
    }
    if (!document.isObject()) {
        return failure(ErrorCode::InvalidSetting, MD_TEXT("The settings file %1 must hold one JSON object"),
                       path);
    }
    return document.object();
}

Result<void> writeSettingsFile(const QString &path, const QVariantMap &entries)
{
    if (path.isEmpty())
        return {};
    auto object = readSettingsFile(path); // again: a person may have edited it
    if (!object)
        return cannotWrite(path, object.error().message.english());
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        if (entry->isNull())
            object->remove(entry.key());
        else
            object->insert(entry.key(), QJsonValue::fromVariant(*entry));
    }
    const QString folder = QFileInfo(path).absolutePath();
    const bool existed = QFileInfo::exists(path);
    QDir().mkpath(QFileInfo(folder).absolutePath());
    QDir().mkdir(folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(path, file.errorString());
    if (!existed)
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QJsonDocument(*object).toJson());
    if (!file.commit())
        return cannotWrite(path, file.errorString());
    return {};
}

} // namespace modeldeck
