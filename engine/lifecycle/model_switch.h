// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/model_slot.h"

#include <deque>

namespace modeldeck {

class Scheduler;

// Switching: loads the new model, swaps when it is ready, then drains and unloads the old one. Where both do
// not fit the old one goes first, and comes back if the new one can't be loaded: a failed switch leaves a
// working model. Switches run one after the other. Engine thread.
class ModelSwitch
{
public:
    explicit ModelSwitch(Scheduler &scheduler) : m_scheduler(scheduler) {}

    void switchTo(const QString &modelId, Done<SwitchReport> done);

    // Switched to last; empty before any switch.
    const QString &target() const { return m_switchedTo; }
    void restoreTarget(const QString &modelId) { m_switchedTo = modelId; }
    // Who is to serve until the new one can: not unloaded while another can be. May be empty.
    const QString &from() const { return m_from; }

private:
    struct Pending
    {
        QString modelId;
        Done<SwitchReport> done;
    };

    void start();
    void loaded(const QString &old);
    void loadFailed(const QString &old, const Error &error);
    void end(Result<SwitchReport> result);

    Scheduler &m_scheduler;
    std::deque<Pending> m_pending; // the first one runs
    QString m_switchedTo;
    QString m_from;
};

} // namespace modeldeck
