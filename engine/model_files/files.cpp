// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/files.h"

#include "engine/model_files/trusted_path.h"

#include <QFile>
#include <QJsonDocument>
#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck {

namespace {

constexpr qsizetype mostFolders = 8192;
constexpr qsizetype longestName = 200;

std::optional<FileIdentity> identityFrom(const struct stat &info)
{
    if (!S_ISREG(info.st_mode))
        return std::nullopt;
    constexpr qint64 nanoseconds = 1'000'000'000;
    return FileIdentity{info.st_dev, info.st_ino, info.st_size,
                        qint64(info.st_mtim.tv_sec) * nanoseconds + info.st_mtim.tv_nsec};
}

tl::unexpected<Error> unreadable(const QString &path, int error)
{
    if (error == ENOENT)
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is missing"), nameOf(path));
    if (error == EXDEV)
        return failure(ErrorCode::ModelLoadFailed,
                       MD_TEXT("%1 is behind a link of another user, or in a folder that others can change"),
                       nameOf(path));
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 can't be read: %2"), nameOf(path),
                   qt_error_string(error));
}

} // namespace

std::optional<FileIdentity> identityOf(const QString &path)
{
    struct stat info = {};
    if (path.contains(QChar(0)) || ::stat(QFile::encodeName(path).constData(), &info) != 0)
        return std::nullopt;
    return identityFrom(info);
}

Result<RegularFile> RegularFile::open(const QString &path)
{
    if (path.contains(QChar(0)))
        return unreadable(path, EINVAL);
    RegularFile file(path);
    file.m_descriptor = Descriptor(openTrusted(QFile::encodeName(QDir::current().absoluteFilePath(path))));
    struct stat info = {};
    if (!file.m_descriptor || ::fstat(file.descriptor(), &info) != 0)
        return unreadable(path, errno);
    const auto identity = identityFrom(info);
    if (!identity)
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is not a regular file"), nameOf(path));
    file.m_identity = *identity;
    return file;
}

QString RegularFile::name() const
{
    return nameOf(m_path);
}

Result<QByteArray> RegularFile::read(qint64 bytes)
{
    QByteArray out(std::min(bytes, size()), Qt::Uninitialized);
    qsizetype at = 0;
    while (at < out.size()) {
        const ssize_t n = ::read(descriptor(), out.data() + at, std::size_t(out.size() - at));
        if (n < 0 && errno != EINTR)
            return unreadable(m_path, errno);
        if (n == 0)
            break;
        at += std::max<ssize_t>(n, 0);
    }
    out.truncate(at);
    return out;
}

Result<QByteArray> readFile(const QString &path, qint64 maximum)
{
    auto file = RegularFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    if (file->size() > maximum) {
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is longer than %2 bytes"), file->name(),
                       QString::number(maximum));
    }
    return file->read(maximum);
}

Result<QJsonObject> readJsonObject(const QString &path, qint64 maximum)
{
    const auto bytes = readFile(path, maximum);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto document = QJsonDocument::fromJson(*bytes);
    if (!document.isObject())
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is not a JSON object"), nameOf(path));
    return document.object();
}

bool isPlainName(QStringView name)
{
    const auto allowed = [](QChar c) { return (c.isPrint() || c.isSurrogate()) && c != u'/'; };
    return !name.isEmpty() && name.size() <= longestName && !name.startsWith(u'.') &&
           std::all_of(name.begin(), name.end(), allowed);
}

QString nameOf(const QString &path)
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

QStringList subfolders(const QString &folder, QDir::SortFlags order)
{
    QStringList names = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Readable, order);
    names.removeIf([](const QString &name) { return !isPlainName(name); });
    return names.mid(0, mostFolders);
}

} // namespace modeldeck
