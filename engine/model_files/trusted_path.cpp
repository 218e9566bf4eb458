// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/trusted_path.h"

#include "engine/base/descriptor.h"

#include <QList>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck {

namespace {

constexpr int mostLinks = 40; // as in the kernel

// The group that bears the user's name, as distributions give one to each: nobody else is in it.
gid_t ownGroup()
{
    static const gid_t group = [] {
        const passwd *user = ::getpwuid(::geteuid());
        if (!user)
            return gid_t(-1);
        const QByteArray name = user->pw_name;
        const gid_t primary = user->pw_gid;
        const struct group *entry = ::getgrgid(primary);
        return entry && name == entry->gr_name ? primary : gid_t(-1);
    }();
    return group;
}

bool isOurs(const struct stat &info)
{
    return info.st_uid == ::geteuid() || info.st_uid == 0;
}

bool isTrusted(const struct stat &folder)
{
    if (!isOurs(folder))
        return false;
    if (folder.st_mode & S_ISVTX)
        return true;
    const bool groupIsOurs = folder.st_gid == 0 || folder.st_gid == ownGroup();
    return !(folder.st_mode & S_IWOTH) && (groupIsOurs || !(folder.st_mode & S_IWGRP));
}

// Walks a path one name at a time, holding each folder open, so that nothing can be exchanged in between.
class Walk
{
public:
    int open(const QByteArray &path)
    {
        Q_ASSERT(path.startsWith('/'));
        m_names = path.split('/');
        if (!enter(Descriptor(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC))))
            return -1;
        while (!m_names.isEmpty()) {
            const QByteArray name = m_names.takeFirst();
            if (name.isEmpty() || name == ".")
                continue;
            Descriptor next(::openat(m_folder.number(), name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
            struct stat info = {};
            if (!next || ::fstat(next.number(), &info) != 0)
                return -1;
            if (!S_ISLNK(info.st_mode) && isLast())
                return ::openat(m_folder.number(), name.constData(),
                                O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
            if (!(S_ISLNK(info.st_mode) ? follow(name, info) : enter(std::move(next))))
                return -1;
        }
        return ::openat(m_folder.number(), ".", O_RDONLY | O_CLOEXEC);
    }

private:
    static bool fail(int error)
    {
        errno = error;
        return false;
    }
    bool isLast() const
    {
        return std::all_of(m_names.begin(), m_names.end(),
                           [](const QByteArray &name) { return name.isEmpty(); });
    }

    bool enter(Descriptor folder)
    {
        struct stat info = {};
        if (!folder || ::fstat(folder.number(), &info) != 0)
            return false;
        m_allTrusted = m_allTrusted && isTrusted(info);
        m_folder = std::move(folder);
        if (m_links > 0 && !m_allTrusted)
            return fail(EXDEV);
        return true;
    }

    bool follow(const QByteArray &name, const struct stat &link)
    {
        if (!isOurs(link) || !m_allTrusted)
            return fail(EXDEV);
        if (++m_links > mostLinks)
            return fail(ELOOP);
        QByteArray target(PATH_MAX, Qt::Uninitialized);
        const ssize_t length =
            ::readlinkat(m_folder.number(), name.constData(), target.data(), std::size_t(target.size()));
        if (length < 0)
            return false;
        if (length == 0 || length == target.size())
            return fail(ENAMETOOLONG);
        target.truncate(length);
        m_names = target.split('/') + m_names;
        return !target.startsWith('/') || enter(Descriptor(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)));
    }

    QList<QByteArray> m_names; // still to go
    Descriptor m_folder;
    bool m_allTrusted = true; // of the folders on the way so far
    int m_links = 0;
};

} // namespace

void learnOwnGroup()
{
    (void)ownGroup();
}

int openTrusted(const QByteArray &path)
{
    return Walk().open(path);
}

} // namespace modeldeck
