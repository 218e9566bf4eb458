// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/state_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

QByteArray lockPath(const QString &directory)
{
    return QFile::encodeName(directory + u"/lock"_s);
}

tl::unexpected<Error> unusable(const QString &directory, int errorNumber)
{
    return failure(Error(ErrorCode::Internal, MD_TEXT("The state directory %1 can't be used: %2"), directory,
                         QString::fromLocal8Bit(std::strerror(errorNumber)))
                       .withHint(MD_TEXT("Choose another state directory with --state-dir")));
}

struct flock wholeFile()
{
    struct flock lock
    {
    };
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

// "PID PROGRAM", written by the holder; empty in the moment after it took the lock.
LockHolder readHolder(int descriptor)
{
    char buffer[256];
    const ssize_t size = ::pread(descriptor, buffer, sizeof buffer, 0);
    const QString text = QString::fromUtf8(buffer, std::max<ssize_t>(size, 0)).trimmed();
    LockHolder out{text.section(u' ', 0, 0).toLongLong(), text.section(u' ', 1)};
    if (out.program.isEmpty())
        out.program = u"another program"_s;
    return out;
}

tl::unexpected<Error> heldBy(const QString &directory, const LockHolder &holder)
{
    return failure(Error(ErrorCode::Internal,
                         MD_TEXT("%1 (process %2) is already using the state directory %3"), holder.program,
                         QString::number(holder.pid), directory)
                       .withHint(MD_TEXT("Quit it, or choose another state directory with --state-dir")));
}

} // namespace

StateLock::~StateLock()
{
    // The file stays: removing it would let two programs lock two files of one name.
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

StateLock::StateLock(StateLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

StateLock &StateLock::operator=(StateLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

Result<StateLock> StateLock::acquire(const QString &directory, const QString &program)
{
    QDir().mkpath(QFileInfo(directory).absolutePath());
    QDir().mkdir(directory, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    StateLock lock;
    lock.m_descriptor =
        ::open(lockPath(directory).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock.m_descriptor < 0)
        return unusable(directory, errno);
    struct flock whole = wholeFile();
    if (::fcntl(lock.m_descriptor, F_OFD_SETLK, &whole) != 0) {
        if (errno != EAGAIN && errno != EACCES)
            return unusable(directory, errno);
        return heldBy(directory, readHolder(lock.m_descriptor));
    }
    // Only for people: the lock works even if the disk is full.
    const QByteArray text = QByteArray::number(qint64(::getpid())) + ' ' + program.toUtf8() + '\n';
    if (::ftruncate(lock.m_descriptor, 0) == 0) [[maybe_unused]]
        const ssize_t written = ::pwrite(lock.m_descriptor, text.constData(), text.size(), 0);
    return lock;
}

std::optional<LockHolder> StateLock::holder(const QString &directory)
{
    const int descriptor = ::open(lockPath(directory).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return {};
    std::optional<LockHolder> out;
    struct flock whole = wholeFile();
    if (::fcntl(descriptor, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK)
        out = readHolder(descriptor);
    ::close(descriptor);
    return out;
}

} // namespace modeldeck
