// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/automatic_unloads.h"

#include "engine/lifecycle/model_switch.h"
#include "engine/lifecycle/pressure_policy.h"

namespace modeldeck {

AutomaticUnloads::AutomaticUnloads(Models &models, Room &room, Unloads &unloads,
                                   const ModelSwitch &modelSwitch)
    : m_models(models), m_room(room), m_unloads(unloads), m_switch(modelSwitch)
{
}

void AutomaticUnloads::pause(std::optional<std::chrono::seconds> time)
{
    m_paused = true;
    m_pausedUntil = time ? std::optional(m_models.clock.now() + *time) : std::nullopt;
}

void AutomaticUnloads::resume()
{
    m_paused = false;
    m_pausedUntil.reset();
}

void AutomaticUnloads::applyDeadlines()
{
    const BootTime now = m_models.clock.now();
    if (m_pausedUntil && *m_pausedUntil <= now)
        resume();
    if (!areOn())
        return;
    m_unloads.apply(IdleTimeoutPolicy::decide(m_models.residents(), now, m_models.settings));
    applyPressure();
}

void AutomaticUnloads::applyPressure()
{
    const MemoryReadings &readings = m_room.readings();
    if (!areOn() || readings.worstLevel() < PressureLevel::High)
        return;
    const LoadEstimate awaited = m_unloads.awaited();
    const Settings &settings = m_models.settings;
    m_unloads.apply(pressurePolicy(settings)->decide(m_models.residents(), readings, awaited.ram,
                                                     awaited.device, m_models.clock.now(), settings));
}

void AutomaticUnloads::applyLimit()
{
    m_unloads.apply(m_room.withinLimit(m_switch.from()));
}

std::optional<UnloadDeadline> AutomaticUnloads::deadline(const ModelSlot &slot) const
{
    if (!areOn() || !slot.isServing() || !m_models.isOursToManage(slot))
        return std::nullopt;
    const ResidentModel model = m_models.resident(slot);
    const auto idle = IdleTimeoutPolicy::deadline(model, m_models.settings);
    const auto pressed = PressurePolicy::deadline(model, m_room.readings(), m_models.settings);
    // One that is over was spared: enough memory is freed without it.
    const bool isPressed = pressed && pressed->at > m_models.clock.now() && (!idle || pressed->at < idle->at);
    return isPressed ? pressed : idle;
}

} // namespace modeldeck
