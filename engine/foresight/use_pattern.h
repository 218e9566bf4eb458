// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

namespace modeldeck {

// When one model was used, in slots of five minutes. Forecasts are made from this.
class UsePattern
{
public:
    static constexpr std::chrono::seconds slotLength{300};
    static qint64 slotOf(EpochSeconds at);

    void add(qint64 slot); // in any order
    void forgetBefore(qint64 slot);

    const std::vector<qint64> &used() const { return m_slots; } // ascending, each once
    bool isEmpty() const { return m_slots.empty(); }
    bool usedWithin(qint64 first, qint64 count) const; // in any of the slots first, …, first + count - 1

private:
    std::vector<qint64> m_slots;
};

} // namespace modeldeck
