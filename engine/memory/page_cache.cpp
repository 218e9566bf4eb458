// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/page_cache.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QThreadPool>
#include <algorithm>
#include <fcntl.h>
#include <optional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(pageCacheLog, "modeldeck.memory")

namespace {

// Nothing if they can't be read.
std::optional<QByteArray> mapsOf(const QString &process)
{
    QFile maps(u"/proc/%1/maps"_s.arg(process));
    return maps.open(QIODevice::ReadOnly) ? std::optional(maps.readAll()) : std::nullopt;
}

// " DEVICE INODE ", as in the kernel's lists of mappings, such as "7f1c2d000000-7f1c2d021000 r--s 00000000
// fe:01 1234567    /path". It is not always what stat() says (btrfs, overlayfs), so this maps the file and
// looks. Empty if that fails.
QByteArray nameInMaps(int descriptor)
{
    const auto length = std::size_t(::sysconf(_SC_PAGESIZE));
    void *address = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, descriptor, 0);
    if (address == MAP_FAILED)
        return {};
    const QByteArray maps = mapsOf(u"self"_s).value_or(QByteArray());
    ::munmap(address, length);
    const qsizetype start =
        maps.indexOf(QByteArray::number(quintptr(address), 16).rightJustified(8, '0') + '-');
    const QList<QByteArray> fields = maps.mid(start, maps.indexOf('\n', start) - start).split(' ');
    return start >= 0 && fields.size() > 5 ? ' ' + fields[3] + ' ' + fields[4] + ' ' : QByteArray();
}

// According to the modes of the file and its folders.
bool isForEverybody(const QString &file)
{
    struct stat status
    {
    };
    QString path = QFileInfo(file).canonicalFilePath();
    if (::stat(QFile::encodeName(path).constData(), &status) != 0 || !(status.st_mode & S_IROTH))
        return false;
    while (path.size() > 1) {
        path = path.left(std::max<qsizetype>(1, path.lastIndexOf(u'/')));
        if (::stat(QFile::encodeName(path).constData(), &status) != 0 || !(status.st_mode & S_IXOTH))
            return false;
    }
    return true;
}

bool mayBeMapped(const QByteArray &name, const QString &file)
{
    const bool forEverybody = isForEverybody(file);
    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &process : entries) {
        if (!process[0].isDigit())
            continue;
        const auto maps = mapsOf(process);
        struct stat owner
        {
        };
        const bool stranger = !maps &&
                              ::stat(QFile::encodeName(u"/proc/"_s + process).constData(), &owner) == 0 &&
                              owner.st_uid != 0 && (forEverybody || owner.st_uid == ::geteuid());
        if (stranger || (maps && maps->contains(name)))
            return true;
    }
    return false;
}

} // namespace

bool dropPageCacheOf(const QString &file)
{
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const QByteArray name = nameInMaps(descriptor);
    const bool dropped = !name.isEmpty() && !mayBeMapped(name, file) &&
                         ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0;
    ::close(descriptor);
    return dropped;
}

void dropPageCache(const QStringList &files, QThreadPool &pool)
{
    pool.start([files] {
        for (const QString &file : files)
            qCDebug(pageCacheLog).noquote()
                << file << (dropPageCacheOf(file) ? "dropped from" : "left in") << "the page cache";
    });
}

} // namespace modeldeck
