// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/descriptor.h"
#include "engine/base/result.h"

#include <QDir>
#include <QJsonObject>

// Looking at files and folders that anyone may have written: bounded, following no name out of its folder and
// no link of another user (trusted_path.h), opening nothing but regular files. Errors (model_load_failed)
// name the file without its folder, and what was looked for; they never quote what was found.
namespace modeldeck {

// Which file lies at a path, and in which state: writing to it or replacing it gives another value.
struct FileIdentity
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 modified = 0; // nanoseconds

    auto operator<=>(const FileIdentity &) const = default;
};
// Of a regular file, through links; nothing for a folder, a device, a pipe or where nothing is.
std::optional<FileIdentity> identityOf(const QString &path);
inline bool isRegularFile(const QString &path)
{
    return identityOf(path).has_value();
}

// An open regular file. A value that owns its descriptor.
class RegularFile
{
public:
    static Result<RegularFile> open(const QString &path);

    QString name() const; // without its folder
    int descriptor() const { return m_descriptor.number(); }
    const FileIdentity &identity() const { return m_identity; }
    qint64 size() const { return m_identity.size; }
    // The next `bytes`; fewer only at the file's end.
    Result<QByteArray> read(qint64 bytes);

private:
    explicit RegularFile(const QString &path) : m_path(path) {}

    QString m_path;
    FileIdentity m_identity;
    Descriptor m_descriptor;
};

// A whole file of at most `maximum` bytes.
Result<QByteArray> readFile(const QString &path, qint64 maximum);
// The object in such a file. Qt refuses JSON of more than 1024 levels.
Result<QJsonObject> readJsonObject(const QString &path, qint64 maximum);

// A name that is one component of a path and nothing but printable characters.
bool isPlainName(QStringView name);
QString nameOf(const QString &path); // without its folder
// Plain names of the visible folders in one, at most some thousands; empty if it can't be read.
QStringList subfolders(const QString &folder, QDir::SortFlags order = QDir::Name);

} // namespace modeldeck
