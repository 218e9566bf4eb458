// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/port/loaded_model.h"

#include <chrono>
#include <functional>

class QObject;

namespace modeldeck {

// Measures one unload. It is made before the unload begins, so that it knows what was available then.
class UnloadMeter
{
public:
    using Available =
        std::function<std::optional<Bytes>()>; // on this machine; nothing where it can't be read
    using Done = std::function<void(const UnloadMeasurement &)>;

    // `held`: what the model held. `available` may be empty: its memory is another machine's.
    UnloadMeter(const MemoryUse &held, Available available);

    // The model is unloaded, with all that it held. The kernel counts the pages of a process that has just
    // ended as available only little by little: `done` is called when it does. But not much later, because
    // other programs take memory, too, so that this may never be seen. Not while `context` is no more.
    void finish(QObject *context, Done done, int readings = 0) const;
    // Nobody saw what came back.
    UnloadMeasurement unseen() const { return {m_held, {}, {}, elapsed().count()}; }
    std::chrono::duration<double> elapsed() const { return std::chrono::steady_clock::now() - m_since; }

private:
    MemoryUse m_held;
    Available m_available;
    std::optional<Bytes> m_before;
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
};

} // namespace modeldeck
