// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/meters.h"

#include <algorithm>
#include <numeric>

namespace modeldeck::api {

void Histogram::add(std::chrono::nanoseconds time)
{
    const double seconds = std::chrono::duration<double>(time).count();
    const auto bucket = std::size_t(std::ranges::lower_bound(bounds, seconds) - bounds.begin());
    if (bucket < bounds.size())
        ++m_buckets[bucket];
    ++m_count;
    m_sum += seconds;
}

quint64 Histogram::atMost(std::size_t bucket) const
{
    return std::accumulate(m_buckets.begin(), m_buckets.begin() + std::ptrdiff_t(bucket) + 1, quint64(0));
}

void Meters::answered(const Answered &request, std::chrono::nanoseconds time)
{
    ++requests[request];
    requestTimes[request.route].add(time);
}

} // namespace modeldeck::api
