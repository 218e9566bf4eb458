// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QDir>
#include <QJsonObject>

// Looking at folders that anyone may have written: bounded, following no name out of its folder, opening
// nothing but regular files.
namespace modeldeck {

// A name that is one component of a path and nothing but printable characters.
bool isPlainName(QStringView name);
// Through links; a device or a pipe is none.
bool isRegularFile(const QString &path);
// Plain names of the visible folders in one, at most some thousands; empty if it can't be read.
QStringList subfolders(const QString &folder, QDir::SortFlags order = QDir::Name);
// The object in a JSON file of at most `maximum` bytes.
Result<QJsonObject> readJsonObject(const QString &path, qint64 maximum);

} // namespace modeldeck
