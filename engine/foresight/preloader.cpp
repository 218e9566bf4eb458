// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/foresight/preloader.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr double idleEnough = 0.75;      // of the CPU
constexpr auto calmAfterPressure = 5min; // before a model that pressure unloaded is preloaded
constexpr auto untilUsed = 12h;          // at most, after wastes, or when a person unloaded it
constexpr int oneMoreTry = 1;            // after a waste: the use that was expected is only late, as a rule
constexpr auto afterFailure = 10min;
constexpr auto learningTime = 4ms; // at a time
constexpr std::chrono::seconds longestOutlook = 1h;
constexpr double leastLift = 5; // by which the odds must be better than those of any moment
const Bytes runnerBytes = Bytes::fromMebibytes(256); // beside the weights, where no earlier load tells

QString percent(double share)
{
    return QString::number(qRound(share * 100));
}

// The time in which a use would meet the model loaded.
std::chrono::seconds outlook(const ModelView &model)
{
    return model.ramTimeout > 0s ? std::min(model.ramTimeout, longestOutlook) : longestOutlook;
}

std::chrono::seconds historyOf(const Snapshot &now)
{
    return std::chrono::days(now.settings[HistoryDays]);
}

double odds(double chance)
{
    return chance / std::max(1 - chance, 1e-6);
}

double loadSeconds(const ModelView &model)
{
    return model.loadSeconds.value_or(1 + model.bytesOnDisk.mebibytes() / 1024);
}

// What must be free for it: what it held the last time, mapped weights included, though they
// can be reclaimed.
Bytes need(const ModelView &model, const Snapshot &now)
{
    const auto receipt = std::ranges::find(*now.receipts, model.id, &Receipt::modelId);
    if (receipt != now.receipts->end() && receipt->held.pss.value > 0)
        return receipt->held.pss;
    return model.bytesOnDisk + runnerBytes;
}

std::optional<Text> memoryObstacle(const ModelView &model, const Snapshot &now)
{
    const Bytes headroom = Bytes::fromMebibytes(now.settings[MemoryHeadroom]);
    const double calm = now.settings[MemoryPressureThreshold] - 0.1; // from here the pressure is medium
    const auto tight = [&](Bytes total, Bytes available) {
        const Bytes left = available - need(model, now);
        return left < headroom || 1 - double(left.value) / double(total.value) >= calm;
    };
    const SystemMemory &system = now.system;
    if (tight(system.total, system.available) ||
        (system.cgroup && tight(system.cgroup->limit, system.cgroup->limit - system.cgroup->used)))
        return Text(MD_TEXT("%1 would leave too little memory"), model.id);
    return {};
}

} // namespace

void Preloader::restore(const History &history)
{
    m_believed = history.clock();
    for (const auto &[key, hour] : history.usage()) {
        UsePattern &pattern = m_habits[hour.modelId].pattern;
        for (int twelfth = 0; twelfth < 12; ++twelfth) {
            if (hour.twelfths & (1U << twelfth))
                pattern.add(hour.hour * 12 + twelfth);
        }
    }
    for (const LoadRecord &load : history.loads()) {
        if (load.used)
            m_record.judge(load.at, *load.used);
    }
}

PreloadDecision Preloader::decide(const Snapshot &now, double cpuIdle)
{
    if (auto why = obstacle(now, cpuIdle)) {
        m_state = *why;
        return {{}, m_state};
    }
    learn(now);
    const Moment at = moment(now.at, now);
    std::vector<Weighed> models;
    for (const ModelView &model : now.models) {
        if (model.state != ModelState::Unloaded)
            continue;
        if (const Habit *habit = habitOf(model.id))
            models.push_back(weigh(model, *habit, now, at));
    }
    const Weighed *best = nullptr, *likeliest = nullptr;
    for (const Weighed &model : models) {
        if (!model.against && (!best || model.saving > best->saving))
            best = &model;
        if (!likeliest || model.chance > likeliest->chance)
            likeliest = &model;
    }
    if (!best) {
        m_state = likeliest ? *likeliest->against : Text(MD_TEXT("no unloaded model has been used before"));
        return {{}, m_state};
    }
    m_state = {};
    m_waiting[best->modelId] = {best->within, {}};
    return {best->modelId,
            {MD_TEXT("preloaded: it will be needed soon with a probability of %1 %"), percent(best->chance)}};
}

Preloader::Weighed Preloader::weigh(const ModelView &model, const Habit &habit, const Snapshot &now,
                                    const Moment &at) const
{
    Weighed weighed{model.id, chanceOfUse(habit.pattern, habit.outlook, at), 0, habit.outlook.within, {}};
    weighed.saving = weighed.chance * loadSeconds(model);
    const double threshold = this->threshold(now);
    if (weighed.chance < threshold)
        weighed.against = {
            MD_TEXT("%1 will be needed soon with a probability of %2 %; preloading requires %3 %"), model.id,
            percent(weighed.chance), percent(threshold)};
    else if (odds(weighed.chance) < leastLift * odds(habit.outlook.general))
        weighed.against = {MD_TEXT("%1 is used at times that can't be predicted"), model.id};
    else if (auto why = obstacle(model, now))
        weighed.against = why;
    else if (canWait(habit.pattern, habit.outlook, at))
        weighed.against = {MD_TEXT("%1 will be needed, but not yet"), model.id};
    return weighed;
}

// Why nothing is preloaded at all.
std::optional<Text> Preloader::obstacle(const Snapshot &now, double cpuIdle) const
{
    if (!now.settings[SmartPreloadingEnabled])
        return MD_TEXT("smart preloading is switched off");
    if (!now.trackerEnabled)
        return MD_TEXT("automatic unloading is switched off: a preloaded model would stay loaded");
    if (now.paused || now.shuttingDown)
        return MD_TEXT("automatic unloading is paused, or the program is exiting");
    if (std::ranges::any_of(now.models,
                            [](const ModelView &model) { return model.state == ModelState::Loading; }))
        return MD_TEXT("a model is loading");
    const PressureLevel level = worstPressure(now);
    if (level != PressureLevel::Normal)
        return Text(MD_TEXT("memory pressure is %1"), pressureText(level));
    if (cpuIdle < idleEnough)
        return Text(MD_TEXT("the CPU is busy: %1 % is idle, but %2 % is required"), percent(cpuIdle),
                    percent(idleEnough));
    return {};
}

// Why not this one.
std::optional<Text> Preloader::obstacle(const ModelView &model, const Snapshot &now) const
{
    if (!model.installed || (model.failure && !isRefusal(model.failure->code)))
        return Text(MD_TEXT("%1 can't be loaded at the moment"), model.id);
    if (model.type == ModelType::Text && now.ollama.state != OllamaState::Available)
        return MD_TEXT("Ollama is not available");
    const auto present = std::ranges::count_if(now.models, [](const ModelView &other) {
        return other.type == ModelType::Vision && (other.loaded || other.state != ModelState::Unloaded);
    });
    if (model.type == ModelType::Vision && present >= now.settings[MaxLoadedModels])
        return Text(MD_TEXT_N("the limit is reached: %n model(s) loaded"), int(present));
    if (const auto held = m_heldOff.find(model.id); held != m_heldOff.end() && m_clock.now() < held->second)
        return Text(MD_TEXT("%1 is not preloaded before its next use: its last preload was wasted, somebody "
                            "unloaded it, or it failed"),
                    model.id);
    if (m_pressed.contains(model.id) &&
        (!m_normalSince || m_clock.now() - *m_normalSince < calmAfterPressure))
        return Text(MD_TEXT("%1 was unloaded a short time ago to make room"), model.id);
    return memoryObstacle(model, now);
}

// Null: it was never used, or its turn to be learned has not come.
const Preloader::Habit *Preloader::habitOf(const QString &modelId) const
{
    const auto found = m_habits.find(modelId);
    return found != m_habits.end() && found->second.learnedAt ? &found->second : nullptr;
}

// A model takes some milliseconds, and hundreds may have been used: at each call the next few are learned, so
// that nobody waits for the engine. First come those of which nothing is known, what was used last before the
// others. Until its turn comes, a forecast stands on what was usual the day before.
void Preloader::learn(const Snapshot &now)
{
    const EpochSeconds midnight = m_calendar.midnight(now.at);
    const qint64 slot = UsePattern::slotOf(midnight);
    const qint64 believed = UsePattern::slotOf(m_calendar.midnight(m_believed.look(now.at)));
    std::vector<std::pair<Habit *, std::chrono::seconds>> due;
    for (const ModelView &model : now.models) {
        const auto found = m_habits.find(model.id);
        if (found == m_habits.end())
            continue;
        Habit &habit = found->second;
        if (habit.learnedAt != slot || habit.outlook.within != outlook(model))
            due.push_back({&habit, outlook(model)});
    }
    if (due.empty())
        return;
    std::ranges::sort(due, {}, [](const auto &one) {
        const auto &[pattern, profile, learnedAt] = *one.first;
        return std::pair(learnedAt.has_value(), pattern.isEmpty() ? 0 : -pattern.used().back());
    });
    const Moment at = moment(midnight, now);
    const BootTime end = m_clock.now() + learningTime;
    for (const auto &[habit, within] : due) {
        habit->pattern.forgetBefore(believed - historyOf(now) / UsePattern::slotLength);
        habit->outlook = profileOf(habit->pattern, at, within);
        habit->learnedAt = slot;
        if (m_clock.now() >= end)
            return;
    }
}

// Days of which no pattern knows anything are left out.
Moment Preloader::moment(EpochSeconds at, const Snapshot &now) const
{
    const qint64 slot = UsePattern::slotOf(at);
    qint64 first = slot;
    for (const auto &[id, habit] : m_habits) {
        if (!habit.pattern.isEmpty())
            first = std::min(first, habit.pattern.used().front());
    }
    const std::chrono::seconds known = (slot - first) * UsePattern::slotLength;
    return m_calendar.moment(at, std::chrono::ceil<std::chrono::days>(std::min(known, historyOf(now))));
}

double Preloader::threshold(const Snapshot &now) const
{
    return m_record.threshold(now.at, now.settings[SmartPreloadingMaxWaste]);
}

bool Preloader::loaded(const QString &modelId)
{
    const auto waiting = m_waiting.find(modelId);
    if (waiting == m_waiting.end())
        return false;
    ++m_counters.preloads;
    waiting->second.until = m_clock.now() + waiting->second.within;
    return true;
}

std::vector<QString> Preloader::takeOverdue()
{
    std::vector<QString> overdue;
    for (const auto &[id, ahead] : m_waiting) {
        if (ahead.until && m_clock.now() >= *ahead.until)
            overdue.push_back(id);
    }
    for (const QString &id : overdue) {
        m_waiting.erase(id);
        wasted(id);
    }
    return overdue;
}

void Preloader::wasted(const QString &modelId)
{
    if (++m_wastedInARow[modelId] > oneMoreTry)
        holdOff(modelId, untilUsed);
    m_record.judge(m_clock.epoch(), false);
    ++m_counters.preloadsWasted;
}

void Preloader::pressure(PressureLevel level)
{
    if (level != PressureLevel::Normal)
        m_normalSince.reset();
    else if (!m_normalSince)
        m_normalSince = m_clock.now();
}

bool Preloader::used(const QString &modelId, EpochSeconds at)
{
    m_habits[modelId].pattern.add(UsePattern::slotOf(at));
    m_heldOff.erase(modelId);
    m_wastedInARow.erase(modelId);
    m_pressed.erase(modelId);
    if (m_waiting.erase(modelId) == 0)
        return false;
    m_record.judge(at, true);
    ++m_counters.preloadsUsed;
    return true;
}

bool Preloader::unloaded(const QString &modelId, UnloadReason reason)
{
    if (reason == UnloadReason::MemoryPressure)
        m_pressed.insert(modelId);
    if (reason == UnloadReason::Manual || reason == UnloadReason::Switch)
        holdOff(modelId, untilUsed);
    if (m_waiting.erase(modelId) == 0 || reason == UnloadReason::Shutdown || reason == UnloadReason::Failure)
        return false;
    wasted(modelId);
    return true;
}

void Preloader::drop(const QString &modelId)
{
    if (m_waiting.erase(modelId) > 0)
        holdOff(modelId, afterFailure);
}

void Preloader::holdOff(const QString &modelId, std::chrono::seconds time)
{
    m_heldOff[modelId] = m_clock.now() + time;
}

void Preloader::describe(Snapshot &snapshot) const
{
    snapshot.counters.preloads = m_counters.preloads;
    snapshot.counters.preloadsUsed = m_counters.preloadsUsed;
    snapshot.counters.preloadsWasted = m_counters.preloadsWasted;
}

void Preloader::describe(Analytics &analytics, const Snapshot &now)
{
    analytics.preloadThreshold = threshold(now);
    analytics.preloadWaste = m_record.waste();
    analytics.preloadState = m_state;
    learn(now);
    const Moment at = moment(now.at, now);
    for (ModelAnalytics &model : analytics.models) {
        if (const Habit *habit = now.find(model.modelId) ? habitOf(model.modelId) : nullptr)
            model.chance = chanceOfUse(habit->pattern, habit->outlook, at);
    }
}

} // namespace modeldeck
