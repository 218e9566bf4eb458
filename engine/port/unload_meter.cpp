// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/port/unload_meter.h"

#include <QTimer>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto betweenReadings = 50ms;
constexpr int mostReadings = 4;

} // namespace

UnloadMeter::UnloadMeter(const MemoryUse &held, Available available)
    : m_held(held), m_available(std::move(available)), m_before(m_available ? m_available() : std::nullopt)
{
}

void UnloadMeter::finish(QObject *context, Done done, int readings) const
{
    const auto now = m_before ? m_available() : std::nullopt;
    const Bytes back = now ? *now - *m_before : Bytes{};
    if (!now || readings == mostReadings || back.value >= m_held.anonymous.value / 20 * 19)
        return done({m_held, m_held, back, elapsed().count()});
    QTimer::singleShot(betweenReadings, context, [=, meter = *this, done = std::move(done)] {
        meter.finish(context, done, readings + 1);
    });
}

} // namespace modeldeck
