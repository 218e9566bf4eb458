// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foresight/preload_record.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

constexpr std::size_t kept = 100;
constexpr double halfLifeSeconds = 14 * 24 * 3600.0;
// Preloads that are taken for granted, half as wasteful as is allowed: a forecast's first mistakes
// are no news.
constexpr double granted = 20;

} // namespace

void PreloadRecord::judge(EpochSeconds at, bool used)
{
    m_judged.push_back({at, used});
    if (m_judged.size() > kept)
        m_judged.pop_front();
}

double PreloadRecord::threshold(EpochSeconds now, double maxWaste) const
{
    if (maxWaste <= 0)
        return 1;
    const double start = 1 - maxWaste;
    double all = granted, wasted = granted * maxWaste / 2;
    for (const Judged &one : m_judged) {
        const double weight = std::exp2(-std::max(0.0, now - one.at) / halfLifeSeconds);
        all += weight;
        wasted += one.used ? 0 : weight;
    }
    const double excess = (wasted / all - maxWaste) / maxWaste;
    return start + (1 - start) * std::clamp(excess, 0.0, 1.0);
}

double PreloadRecord::waste() const
{
    const auto wasted = std::ranges::count(m_judged, false, &Judged::used);
    return m_judged.empty() ? 0 : double(wasted) / double(m_judged.size());
}

} // namespace modeldeck
