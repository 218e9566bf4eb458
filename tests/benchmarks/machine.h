// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/benchmarks/report.h"

namespace modeldeck::bench {

// What the figures are of: processor, number of threads, and what in the environment
// changes libtorch's speed.
void machine(Report &report);

// User and system time of all threads of a process; 0 where there is none.
double processCpuSeconds(qint64 pid);

} // namespace modeldeck::bench
