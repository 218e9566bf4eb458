// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace modeldeck {

// Where memory is read. Not a setting: tests use files of their own.
struct MemorySources
{
    QString root;                                              // is prepended to /proc and /sys
    QString nvmlLibrary = QStringLiteral("libnvidia-ml.so.1"); // the NVIDIA driver's
};

} // namespace modeldeck
