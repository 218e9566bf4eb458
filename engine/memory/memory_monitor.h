// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/memory_probes.h"
#include "engine/memory/memory_readings.h"
#include "engine/memory/pressure_gauge.h"

#include <QObject>
#include <QTimer>
#include <set>

namespace modeldeck {

// The specification's Memory Pressure Monitor: reads all memory every 250 ms while a model is resident,
// otherwise every 5 s, and reports changes of level. It decides nothing. Engine thread.
class MemoryMonitor : public QObject
{
    Q_OBJECT
public:
    MemoryMonitor(MemoryProbes probes, const Clock &clock, QObject *parent = nullptr);

    // The share of memory in use (0 to 1) at which the level becomes high, for all pools from
    // the next reading on.
    void setThreshold(double threshold) { m_threshold = threshold; }
    void setResident(bool resident);
    // The processes that hold models: whether they thrash decides what a stall means.
    void setRunners(std::vector<qint64> processes) { m_runners = std::move(processes); }
    // Reads now. → levelChanged() for each pool whose level changed, then sampled()
    void sample();
    // Reads now without signals; they follow with the next sample(). For callers that must
    // not be interrupted.
    const MemoryReadings &read();

    const MemoryReadings &readings() const { return m_readings; }
    // What a runner holds on all GPUs; nothing if it is not seen on any. A GPU counts as usable once a runner
    // has been seen on it.
    std::optional<Bytes> deviceMemoryOf(qint64 process);
    std::chrono::milliseconds interval() const { return m_timer.intervalAsDuration(); }

Q_SIGNALS:
    void sampled();
    // `text` names the pool, its level and its numbers.
    void levelChanged(const modeldeck::Text &text);

private:
    void readSystem();
    bool runnersThrash();
    PressureLevel stallLevel(PressureLevel level, double used) const;
    bool groupStalls(const CgroupReading &group, PressureLevel level, std::optional<MemoryStalls> everybodys);
    void readGpus();
    void reckonRam();
    void reckonDevices();

    MemoryProbes m_probes;
    const Clock &m_clock;
    double m_threshold = 0.8;
    bool m_resident = false;
    QTimer m_timer;
    PressureGauge m_system;
    PressureGauge m_cgroup;
    StallGauge m_stalls;
    StallGauge m_groupStalls;
    FaultGauge m_faults;
    bool m_thrash = false;
    std::vector<qint64> m_runners;
    std::size_t m_group = 0;                 // whose stalls m_groupStalls has
    std::map<QString, PressureGauge> m_gpus; // by the GPU's id
    std::set<QString> m_usable;              // GPUs that a runner was seen on
    Bytes m_cgroupRoom;
    MemoryReadings m_readings;
    std::vector<Text> m_changes; // not reported yet
};

} // namespace modeldeck
