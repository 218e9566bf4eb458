// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/believed_clock.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

constexpr EpochSeconds day = 24 * 3600;
constexpr EpochSeconds leap = 7 * day;

} // namespace

EpochSeconds BelievedClock::look(EpochSeconds at)
{
    const bool goesOn = !m_believed || std::abs(at - *m_believed) <= leap;
    if (goesOn || (m_leaptTo && at - *m_leaptTo >= day)) {
        m_believed = at;
        m_leaptTo.reset();
    } else if (!m_leaptTo || at < *m_leaptTo) {
        m_leaptTo = at;
    }
    return std::min(at, *m_believed);
}

} // namespace modeldeck
