// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/preload/preload_record.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

constexpr std::size_t kept = 100;
constexpr double step = 0.1;
constexpr double halfLifeSeconds = 14 * 24 * 3600.0;
// However much goes well: a person's waiting is worth twice the machine's, so that one use pays for two
// loads.
constexpr double lowest = 1.0 / 3;
constexpr double highest = 1; // no chance is as high: it stops

} // namespace

void PreloadRecord::judge(EpochSeconds at, bool used)
{
    m_judged.push_back({at, used});
    if (m_judged.size() > kept)
        m_judged.pop_front();
}

double PreloadRecord::threshold(EpochSeconds now, double maxWaste) const
{
    const double start = std::clamp(1 - maxWaste, lowest, highest);
    double shift = 0;
    EpochSeconds last = now;
    for (const Judged &one : m_judged) {
        shift *= std::exp2(-std::max(0.0, one.at - last) / halfLifeSeconds);
        shift += step * (one.used ? -maxWaste : 1 - maxWaste);
        shift = std::clamp(start + shift, lowest, highest) - start;
        last = one.at;
    }
    return start + shift * std::exp2(-std::max(0.0, now - last) / halfLifeSeconds);
}

double PreloadRecord::waste() const
{
    const auto wasted = std::ranges::count(m_judged, false, &Judged::used);
    return m_judged.empty() ? 0 : double(wasted) / double(m_judged.size());
}

} // namespace modeldeck
