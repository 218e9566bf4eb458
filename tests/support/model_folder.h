// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <map>

// Folders of models that are real, and as small as can be: a runner loads them.
namespace modeldeck::test {

using Files = std::map<QString, QByteArray>; // by name

// A model of one narrow layer with the dimension and image size of ViT-L-14. layout: "hf" or "open_clip".
const Files &modelFiles(const QString &layout = QStringLiteral("hf"));
// Makes the folder too.
void writeFiles(const QString &folder, const Files &files);
void writeFile(const QString &path, const QByteArray &bytes);

// A safetensors file of this header and data.
QByteArray safetensors(const QByteArray &header, const QByteArray &data);

} // namespace modeldeck::test
