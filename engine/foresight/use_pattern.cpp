// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foresight/use_pattern.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

qint64 UsePattern::slotOf(EpochSeconds at)
{
    return qint64(std::floor(at / double(slotLength.count())));
}

void UsePattern::add(qint64 slot)
{
    if (m_slots.empty() || m_slots.back() < slot) { // as it nearly always is
        m_slots.push_back(slot);
        return;
    }
    const auto at = std::ranges::lower_bound(m_slots, slot);
    if (*at != slot)
        m_slots.insert(at, slot);
}

void UsePattern::forgetBefore(qint64 slot)
{
    m_slots.erase(m_slots.begin(), std::ranges::lower_bound(m_slots, slot));
}

bool UsePattern::usedWithin(qint64 first, qint64 count) const
{
    const auto at = std::ranges::lower_bound(m_slots, first);
    return at != m_slots.end() && *at < first + count;
}

} // namespace modeldeck
