// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/kernel_file.h"

#include <QFile>
#include <fcntl.h>
#include <unistd.h>

namespace modeldeck {

namespace {

constexpr qsizetype chunk = 16 * 1024;
constexpr qsizetype mostBytes = 1024 * 1024;

} // namespace

KernelFile::KernelFile(const QString &path) : m_path(QFile::encodeName(path)) {}

QByteArray KernelFile::read()
{
    if (!m_descriptor)
        m_descriptor = Descriptor(::open(m_path.constData(), O_RDONLY | O_CLOEXEC));
    QByteArray text(chunk, Qt::Uninitialized);
    qsizetype length = 0;
    while (m_descriptor && length < mostBytes) {
        if (length == text.size())
            text.resize(length + chunk);
        const ssize_t got =
            ::pread(m_descriptor.number(), text.data() + length, std::size_t(text.size() - length), length);
        if (got < 0) { // its object is gone, but may come back
            m_descriptor.close();
            length = 0;
        }
        if (got <= 0)
            break;
        length += got;
    }
    text.truncate(length);
    return text;
}

QByteArray readKernelFile(const QString &path)
{
    return KernelFile(path).read();
}

std::optional<qint64> parseCount(const QByteArray &text)
{
    bool ok = false;
    const qint64 count = text.trimmed().toLongLong(&ok);
    return ok && count >= 0 ? std::optional(count) : std::nullopt;
}

} // namespace modeldeck
