// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/descriptor.h"

#include <QByteArray>
#include <QString>
#include <optional>

namespace modeldeck {

// A file in /proc or /sys that is read repeatedly: opened once, and read from its start each time.
class KernelFile
{
public:
    explicit KernelFile(const QString &path);

    // The whole current content, up to 1 MiB; empty if it can't be read.
    QByteArray read();

private:
    QByteArray m_path;
    Descriptor m_descriptor;
};

QByteArray readKernelFile(const QString &path);

// The content of a file with one non-negative number. Nothing for "max" or an overflow.
std::optional<qint64> parseCount(const QByteArray &text);

} // namespace modeldeck
