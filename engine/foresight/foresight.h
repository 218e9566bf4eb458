// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/foresight/cpu_idle.h"
#include "engine/foresight/preloader.h"
#include "engine/journal/chronicle.h"

#include <QTimer>

namespace modeldeck {

// Connects the preloader: reports what happens to models to it, writes its verdicts on preloads to the
// chronicle, and from time to time lets it choose the next model. Engine thread.
class Foresight : public QObject
{
    Q_OBJECT
public:
    // The chronicle is open.
    Foresight(const Clock &clock, Chronicle &chronicle);

    // What happens to models. loaded() and loadFailed() also write it to the chronicle.
    void loaded(const QString &modelId, ModelType type, double seconds);
    void loadFailed(const QString &modelId);
    void stateChanged(const QString &modelId, ModelState state);
    void used(const std::vector<ModelUses> &uses);
    void unloaded(const Receipt &receipt);

    // Decides what to preload. Call refused() if that was not loaded.
    PreloadDecision decide(const Snapshot &now);
    void refused(const QString &modelId) { m_preloader.drop(modelId); }

    void published(const Snapshot &snapshot);
    void describe(Snapshot &snapshot) const { m_preloader.describe(snapshot); }
    void describe(Analytics &analytics, const Snapshot &now) { m_preloader.describe(analytics, now); }

Q_SIGNALS:
    void due(); // to decide()

private:
    Chronicle &m_chronicle;
    Preloader m_preloader;
    CpuIdle m_cpuIdle;
    QTimer m_timer;
};

} // namespace modeldeck
