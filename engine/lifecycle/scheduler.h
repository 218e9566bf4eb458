// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/automatic_unloads.h"
#include "engine/lifecycle/model_switch.h"
#include "engine/lifecycle/requests.h"
#include "engine/snapshot.h"

namespace modeldeck {

// Decides when. One run loop, no locks: every event is a call on it in the engine thread, and all it does
// goes out through Effects, so that tests drive it with a fake clock and fake effects.
//
// A request takes a lease, and nothing with a lease is unloaded. Requests for one unloaded model start one
// load. Idle time starts when the last lease ends. A request that comes while its model drains
// loads it again. Its parts are Requests, Loads, Unloads, AutomaticUnloads, Room and
// ModelSwitch; they share Models.
class Scheduler
{
public:
    Scheduler(Effects &effects, const Clock &clock, const Settings &settings);

    // The models that exist. Loaded ones stay, even if their files are gone.
    void setCatalog(const Catalog &catalog);
    // Somebody looked again: the files may have been mended.
    void forgetFailures();
    void setSettings(const Settings &settings);
    // What the history kept of earlier runs. Before anything is asked of it.
    void restore(const RestoredState &state);

    // Commands. Each `done` is called once, save for a cancelled embed.
    void embed(RequestId id, EmbedRequest request, Done<Embeddings> done);
    void cancel(RequestId id);
    void load(const QString &modelId, Done<LoadReport> done,
              std::optional<std::chrono::nanoseconds> keepAlive = {});
    // Ahead of need: only where nothing has to go for it.
    void preload(const QString &modelId, Done<LoadReport> done, const Text &why = {});
    // Or, while the model still has requests, the unload that a person ordered.
    void cancelLoad(const QString &modelId, Done<LoadReport> done);
    void unload(const QString &modelId, UnloadOrder order, Done<UnloadReport> done);
    void unloadAll(ModelType type, const UnloadOrder &order, Done<UnloadReport> done);
    void reload(const QString &modelId, UnloadOrder order, Done<LoadReport> done);
    void switchTo(const QString &modelId, Done<SwitchReport> done);
    void setPinned(const QString &modelId, bool pinned, Done<LoadReport> done);
    // Automatic unloading stops; commands go on.
    void pause(std::optional<std::chrono::seconds> time, Done<int> done);
    void resume(Done<int> done);
    void shutDown(std::chrono::nanoseconds drain, Done<int> done);

    // What happened.
    void loaded(const QString &modelId, LoadedInfo info);
    void loadFailed(const QString &modelId, const Error &error);
    void workDone(const QString &modelId, RequestId id, Result<Embeddings> result);
    void readyInRam(const QString &modelId, LoadedInfo info);
    void moveFailed(const QString &modelId, const Error &error);
    void movedToRam(const QString &modelId, const UnloadMeasurement &seen);
    void unloaded(const QString &modelId, const UnloadMeasurement &seen);
    void unloadFailed(const QString &modelId, const Error &error); // it is still there, and not ours to force
    // The process is gone without having been asked to.
    void crashed(const QString &modelId, const Error &error, const UnloadMeasurement &seen);
    // Somebody else, or we ourselves in an earlier run, loaded it in a server that is not ours; or it was let
    // go of.
    void foundLoaded(const QString &modelId, LoadedInfo info, bool isOurs = false);
    void foundUnloaded(const QString &modelId);
    void measured(const QString &modelId, const MemoryUse &memory);
    void remember(const MemoryReadings &readings); // applies the pressure policy
    void alarm();
    // Compares what is believed loaded with what is there. The number of corrections.
    int sweep(const std::function<bool(const QString &modelId)> &isThere);

    // For the history: what restore() will want, and the uses since the last call.
    const QString &switchedTo() const { return m_switch.target(); }
    const std::set<QString> &pinned() const { return m_models.pinned(); }
    std::vector<ModelUses> takeUses() { return m_models.tracker.takeUses(); }

    // Looking changes nothing.
    QString currentVisionModel() const;
    bool anyResident() const;
    QStringList presentIds() const;            // of those that are not simply unloaded
    bool serves(const QString &modelId) const; // loaded, and not about to go
    bool hasWork(const QString &modelId) const;
    void describe(Snapshot &snapshot) const;
    const ModelUsageTracker &usage() const { return m_models.tracker; }

private:
    Result<ModelSlot *> resolve(const QString &idOrAlias);
    void afterUnload(ModelSlot &slot);
    void afterKept(ModelSlot &slot, const std::vector<PendingLoad> &loads);
    void settle();
    std::optional<BootTime> nextAlarm() const;

    Models m_models;
    ModelSwitch m_switch{*this};
    Room m_room{m_models};
    Unloads m_unloads;
    Loads m_loads{m_models, m_room, m_unloads, m_switch};
    Requests m_requests{m_models, m_loads, m_unloads};
    AutomaticUnloads m_automatic{m_models, m_room, m_unloads, m_switch};
    Done<int> m_shutDownDone;
};

} // namespace modeldeck
