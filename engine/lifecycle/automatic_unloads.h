// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/unloads.h"

namespace modeldeck {

class ModelSwitch;

// What is unloaded without being asked for: what the policies choose, unless a person paused that. Engine
// thread.
class AutomaticUnloads
{
public:
    AutomaticUnloads(Models &models, Room &room, Unloads &unloads, const ModelSwitch &modelSwitch);

    void pause(std::optional<std::chrono::seconds> time);
    void resume();
    bool isPaused() const { return m_paused; }
    std::optional<BootTime> pausedUntil() const { return m_pausedUntil; }

    void applyDeadlines(); // of idle time, of pressure and of the pause
    void applyPressure();
    void applyLimit(); // it may have been lowered
    // When the model goes by itself, as things are; nothing where it stays.
    std::optional<UnloadDeadline> deadline(const ModelSlot &slot) const;

private:
    bool areOn() const { return !m_models.shuttingDown && !m_paused; }

    Models &m_models;
    Room &m_room;
    Unloads &m_unloads;
    const ModelSwitch &m_switch;
    bool m_paused = false;
    std::optional<BootTime> m_pausedUntil;
};

} // namespace modeldeck
