// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/foresight/forecast.h"
#include "engine/foresight/preload_record.h"
#include "engine/journal/analytics.h"
#include "engine/journal/history.h"

#include <set>
#include <unordered_map>

namespace modeldeck {

struct PreloadDecision
{
    QString modelId; // empty: none
    Text why;        // it, or none
};

// Chooses a model to preload, and judges afterwards whether that was right. It only answers; the engine
// loads. A preloaded model follows the same idle timeouts as any other. Engine thread.
class Preloader
{
public:
    explicit Preloader(const Clock &clock, Calendar calendar = {})
        : m_clock(clock), m_calendar(std::move(calendar))
    {
    }

    void restore(const History &history);

    // At most one model, and only while the machine is idle: no load runs, memory is not short and would not
    // be after the load, the limit of loaded models is not reached, and the CPU is idle (`cpuIdle`: its
    // recent idle share, 0 to 1). Of the models that are likely enough to be used before their idle timeout,
    // it chooses the one that saves the most waiting.
    PreloadDecision decide(const Snapshot &now, double cpuIdle);

    // What happens to models. loaded() returns whether it is a preload; used() and unloaded() return the
    // verdict on a preload, if there is one: used or wasted.
    bool loaded(const QString &modelId);
    void pressure(PressureLevel level);
    bool used(const QString &modelId, EpochSeconds at);
    bool unloaded(const QString &modelId, UnloadReason reason);
    std::vector<QString> takeOverdue(); // wasted although still loaded: the expected use did not come in time
    void drop(const QString &modelId);  // not loaded for another reason: no verdict

    // Being preloaded, or preloaded and not used since.
    bool isPreloaded(const QString &modelId) const { return m_waiting.contains(modelId); }
    void describe(Snapshot &snapshot) const; // its counters
    void describe(Analytics &analytics, const Snapshot &now);

private:
    // One model's uses, and what is usual for it, learned again each day.
    struct Habit
    {
        UsePattern pattern;
        UseProfile outlook;
        std::optional<qint64> learnedAt; // the slot of that midnight; absent: nothing is known yet
    };
    // A preloaded model should be used within this time after its load.
    struct Ahead
    {
        std::chrono::seconds within{};
        std::optional<BootTime> until; // once it is loaded
    };
    struct Weighed
    {
        QString modelId;
        double chance = 0;
        double saving = 0;             // seconds of waiting, expected
        std::chrono::seconds within{}; // a use is expected
        std::optional<Text> against;   // why it is not preloaded
    };

    Weighed weigh(const ModelView &model, const Habit &habit, const Snapshot &now, const Moment &at) const;
    std::optional<Text> obstacle(const Snapshot &now, double cpuIdle) const;
    std::optional<Text> obstacle(const ModelView &model, const Snapshot &now) const;
    const Habit *habitOf(const QString &modelId) const;
    void learn(const Snapshot &now);
    double threshold(const Snapshot &now) const;
    Moment moment(EpochSeconds at, const Snapshot &now) const;
    void wasted(const QString &modelId);
    void holdOff(const QString &modelId, std::chrono::seconds time);

    const Clock &m_clock;
    Calendar m_calendar;
    std::unordered_map<QString, Habit> m_habits;
    BelievedClock m_believed;
    PreloadRecord m_record;
    std::map<QString, Ahead> m_waiting;    // preloaded or being preloaded, without a verdict
    std::map<QString, BootTime> m_heldOff; // until this time or their next use
    std::map<QString, int> m_wastedInARow; // since the last use
    std::set<QString> m_pressed;           // unloaded by pressure
    std::optional<BootTime> m_normalSince;
    Counters m_counters; // the preloads'
    Text m_state;
};

} // namespace modeldeck
