// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace modeldeck {

// Where memory is read. No setting: tests put files of their own there.
struct MemorySources
{
    QString root;                                              // stands before /proc and /sys
    QString nvmlLibrary = QStringLiteral("libnvidia-ml.so.1"); // the NVIDIA driver's
};

} // namespace modeldeck
