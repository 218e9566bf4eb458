// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace modeldeck {

// How long a runner may be silent before it is given up for hung.
struct RunnerDeadlines
{
    std::chrono::milliseconds hello = std::chrono::seconds(60); // from its start
    std::chrono::milliseconds load = std::chrono::seconds(300);
    std::chrono::milliseconds batch = std::chrono::seconds(120); // for each eight inputs
};

} // namespace modeldeck
