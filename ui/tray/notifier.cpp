// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/notifier.h"

#include "ui/charts/samples.h"
#include "ui/wording.h"

#include <algorithm>
#include <utility>

namespace modeldeck {

Notifier::Notifier(const Preferences &preferences, QObject *parent)
    : QObject(parent), m_preferences(preferences)
{
}

void Notifier::tell(Preference kind, const QString &title, const QString &text)
{
    if (m_preferences[kind])
        Q_EMIT notify(title, text);
}

void Notifier::setSnapshot(const Snapshot &snapshot)
{
    m_used = snapshot.system.used;
    for (const GpuView &gpu : snapshot.gpus)
        m_used = std::max(m_used, shareOf(gpu.used, gpu.total));
    m_limit = snapshot.settings[AlertMemoryUse];
    m_patience = std::chrono::minutes(snapshot.settings[AlertMinutes]);
    watchOllama(snapshot.ollama);
}

void Notifier::watchOllama(const OllamaView &ollama)
{
    if (ollama.state == OllamaState::Available || ollama.state == OllamaState::Degraded) {
        m_ollamaSeen = true;
        if (std::exchange(m_ollamaLost, false))
            tell(Preference::NotifyOllama, tr("Ollama is back"), tr("Text models work again."));
    } else if (ollama.state == OllamaState::Unavailable && m_ollamaSeen &&
               !std::exchange(m_ollamaLost, true)) {
        tell(Preference::NotifyOllama, tr("Ollama does not answer"), wording::translated(ollama.problem));
    } else if (ollama.state == OllamaState::Disabled) {
        m_ollamaSeen = m_ollamaLost = false;
    }
}

void Notifier::noteEvent(const Event &event)
{
    if (event.receipt && event.receipt->reason == UnloadReason::MemoryPressure) {
        tell(Preference::NotifyPressureUnloads, tr("%1 was unloaded").arg(event.modelId),
             tr("Memory was low; %1 was freed.").arg(wording::bytes(event.receipt->returned.pss)));
    } else if (event.state == ModelState::Failed) {
        tell(Preference::NotifyFailures, tr("%1 failed").arg(event.modelId), wording::translated(event.text));
    }
}

// Notifies once in each period of high use.
void Notifier::setNow(EpochSeconds now)
{
    if (m_limit <= 0 || m_used < m_limit) {
        m_highSince.reset();
        m_highTold = false;
        return;
    }
    if (!m_highSince)
        m_highSince = now;
    if (wording::between(*m_highSince, now) < m_patience || std::exchange(m_highTold, true))
        return;
    tell(Preference::NotifyHighUse, tr("Memory use is high"),
         tr("%1 in use for %2. Unload a model, or close another program.")
             .arg(wording::percent(m_used), wording::duration(m_patience)));
}

} // namespace modeldeck
