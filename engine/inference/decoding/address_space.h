// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace modeldeck::inference {

// How many bytes this process has mapped, touched or not: what RLIMIT_AS counts. 0 if that can't be read.
qint64 mappedBytes();

// How many more it may map by RLIMIT_AS; the largest number if there is no limit.
qint64 mappableBytes();

} // namespace modeldeck::inference
