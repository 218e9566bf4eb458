// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/snapshot.h"

namespace modeldeck {

// Whether Ollama is there, and when to look again. Only a state: what happens is told to it, what follows is
// asked.
//
//   disabled → connecting → available ⇄ degraded
//                   ↓  ↖ asked to    ↓
//                  unavailable ⟲ 1 s, doubling to 60 s
class OllamaConnection
{
public:
    explicit OllamaConnection(const Clock &clock) : m_clock(clock) {}

    void disable();
    void connectNow(); // is enabled, has another address, or somebody asked for it
    void attemptBegun();
    void connected();
    void lost(const Text &problem); // there is no connection, or no Ollama behind it
    // While connected:
    void worked(std::chrono::milliseconds took);
    void failed(const Text &problem);

    OllamaState state() const { return m_state; }
    bool answers() const { return m_state == OllamaState::Available || m_state == OllamaState::Degraded; }
    const Text &problem() const { return m_problem; }
    std::optional<BootTime> attemptAt() const { return m_attemptAt; } // nothing: none is due

private:
    const Clock &m_clock;
    OllamaState m_state = OllamaState::Disabled;
    Text m_problem;
    std::optional<BootTime> m_attemptAt;
    bool m_attempting = false;
    int m_failures = 0; // in a row
    BootTime m_lastTrouble;
};

} // namespace modeldeck
