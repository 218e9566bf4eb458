// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace modeldeck {

// A file of /proc or /sys that is read again and again: it is opened once, and read from its start each time.
class KernelFile
{
public:
    explicit KernelFile(const QString &path);
    KernelFile(KernelFile &&other) noexcept;
    KernelFile &operator=(KernelFile &&other) noexcept;
    ~KernelFile();

    // All of it, as it is now, up to 1 MiB; empty where it can't be read.
    QByteArray read();

private:
    QByteArray m_path;
    int m_descriptor = -1;
};

QByteArray readKernelFile(const QString &path);

// A file that holds one number that is not negative. Nothing for "max", and for what overflows.
std::optional<qint64> parseCount(const QByteArray &text);

} // namespace modeldeck
