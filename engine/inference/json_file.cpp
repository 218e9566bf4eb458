// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/json_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

Expected<QJsonObject> readJsonObject(const QString &path, qint64 maxBytes)
{
    const auto refuse = [&path](const QString &why) {
        return failure(protocol::error_code::loadFailed, u"%1: %2"_s.arg(path, why));
    };
    if (!QFileInfo(path).isFile()) // a pipe in its place would block us for ever
        return refuse(QFileInfo::exists(path) ? u"is not a regular file"_s : u"does not exist"_s);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refuse(file.errorString());
    if (file.size() > maxBytes)
        return refuse(u"is larger than %1 bytes"_s.arg(maxBytes));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.read(maxBytes), &error);
    if (error.error != QJsonParseError::NoError)
        return refuse(u"is not JSON: %1 at byte %2"_s.arg(error.errorString()).arg(error.offset));
    if (!document.isObject())
        return refuse(u"is not a JSON object"_s);
    return document.object();
}

} // namespace modeldeck::inference
