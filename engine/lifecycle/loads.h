// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/unloads.h"

namespace modeldeck {

class ModelSwitch;

// Loads: from the wait for room until the model is there or has failed. Engine thread.
class Loads
{
public:
    Loads(Models &models, Room &room, Unloads &unloads, const ModelSwitch &modelSwitch);

    // True: the model is there already, and the call is the caller's to answer.
    bool add(ModelSlot &slot, PendingLoad load);
    void begin(ModelSlot &slot, const Text &why = {});
    // Something has changed that loads may have waited for.
    void retryRoom();
    // Those who waited for the load are to be answered.
    std::vector<PendingLoad> finished(ModelSlot &slot, LoadedInfo info);
    void failed(ModelSlot &slot, const Error &error);
    void foundLoaded(ModelSlot &slot, LoadedInfo info, bool isOurs);
    // The model is not there for a reason that concerns all who wait for it.
    void fail(ModelSlot &slot, ModelEvent event, const Error &reason, const UnloadReport &report = {});
    // The error, with the time that is left of the backoff.
    Error withRetry(const ModelSlot &slot, Error error) const;
    // What a call that only loads asks of a loaded model, as far as the settings allow: its time begins now.
    void keepFor(ModelSlot &slot, std::optional<std::chrono::nanoseconds> asked);

private:
    void findRoom(ModelSlot &slot);
    void start(ModelSlot &slot);
    void becomeLoaded(ModelSlot &slot, LoadedInfo info);
    void refuse(ModelSlot &slot, const Error &reason);
    void answerFailure(ModelSlot &slot, const Error &error, const UnloadReport &report);

    Models &m_models;
    Room &m_room;
    Unloads &m_unloads;
    const ModelSwitch &m_switch;
};

} // namespace modeldeck
