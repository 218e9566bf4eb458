// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/memory_monitor.h"

#include "engine/memory/stall_trigger.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto whileResident = 250ms;
constexpr auto whileIdle = 5s;

// An integrated GPU has little memory of its own, set aside by firmware for the screen. It is nearly always
// full, and no model lives there.
constexpr Bytes leastForModels = Bytes::fromMebibytes(1024);

// What must be freed until the share is far enough below the threshold for a gauge to fall from high.
Bytes excessOf(Bytes total, Bytes used, double threshold)
{
    const double share = std::max(0., threshold - PressureGauge::hysteresis - 1e-6);
    return std::max(Bytes{}, used - Bytes{qint64(double(total.value) * share)});
}

double shareOf(Bytes total, Bytes used)
{
    return double(used.value) / double(total.value);
}

TextArguments numbers(PressureLevel level, Bytes total, Bytes used)
{
    const auto gibibytes = [](Bytes bytes) { return TextArgument::Decimal{bytes.mebibytes() / 1024, 1}; };
    return {pressureText(level), gibibytes(used), gibibytes(total)};
}

} // namespace

MemoryMonitor::MemoryMonitor(MemoryProbes probes, const Clock &clock, QObject *parent)
    : QObject(parent), m_probes(std::move(probes)), m_clock(clock)
{
    connect(&m_timer, &QTimer::timeout, this, &MemoryMonitor::sample);
    m_timer.start(whileIdle);
    if (!m_probes.stallTrigger.isEmpty())
        connect(new StallTrigger(m_probes.stallTrigger, this), &StallTrigger::fired, this,
                &MemoryMonitor::sample);
}

void MemoryMonitor::setResident(bool resident)
{
    const bool opening =
        std::ranges::any_of(m_probes.gpus, [](const auto &probe) { return probe->isOpening(); });
    const std::chrono::milliseconds interval = resident || opening ? whileResident : whileIdle;
    m_resident = resident;
    if (interval != m_timer.intervalAsDuration())
        m_timer.start(interval);
}

void MemoryMonitor::sample()
{
    read();
    setResident(m_resident);
    for (const Text &text : std::exchange(m_changes, {}))
        Q_EMIT levelChanged(text);
    Q_EMIT sampled();
}

const MemoryReadings &MemoryMonitor::read()
{
    readSystem();
    readGpus();
    reckonRam();
    reckonDevices();
    return m_readings;
}

void MemoryMonitor::readSystem()
{
    const SystemMemory before = std::exchange(m_readings.system, {});
    SystemMemory &now = m_readings.system;
    const auto stalls = m_probes.stalls();
    now.stalled = stalls && m_stalls.update(m_clock.now(), *stalls);
    m_thrash = runnersThrash();
    if (const auto info = m_probes.memInfo()) {
        now.total = info->total;
        now.available = std::min(info->available, info->total);
        now.swapTotal = info->swapTotal;
        now.swapFree = info->swapFree;
        const Bytes used = now.total - now.available;
        now.used = shareOf(now.total, used);
        const PressureLevel level = m_system.update(now.used, m_threshold);
        now.level = now.stalled ? stallLevel(level, now.used) : level;
        now.levelFromStall = now.level > level;
        if (now.level != before.level)
            m_changes.push_back({now.levelFromStall
                                     ? MD_TEXT("System memory: programs wait for memory, pressure is now %1, "
                                               "%2 of %3 GiB are in use")
                                     : MD_TEXT("System memory: pressure is now %1, %2 of %3 GiB are in use"),
                                 numbers(now.level, now.total, used)});
    }
    const auto group = m_probes.cgroup();
    if (!group || (now.total.value > 0 && group->limit >= now.total)) { // the machine itself is the limit
        m_cgroup = {};
        return;
    }
    m_cgroupRoom = group->room;
    const double used = shareOf(group->limit, group->used);
    const PressureLevel level = m_cgroup.update(used, m_threshold);
    const PressureLevel risen = groupStalls(*group, level, stalls) ? stallLevel(level, used) : level;
    now.cgroup = CgroupMemory{group->limit, group->used, risen, risen > level};
    if (risen != (before.cgroup ? before.cgroup->level : PressureLevel::Normal))
        m_changes.push_back(
            {now.cgroup->levelFromStall
                 ? MD_TEXT("Memory of the control group: programs wait for memory, pressure is now %1, %2 of "
                           "%3 GiB are in use")
                 : MD_TEXT("Memory of the control group: pressure is now %1, %2 of %3 GiB are in use"),
             numbers(risen, group->limit, group->used)});
}

PressureLevel MemoryMonitor::stallLevel(PressureLevel level, double used) const
{
    return std::max(level, PressureGauge::ofStall(used, m_threshold, m_thrash));
}

bool MemoryMonitor::runnersThrash()
{
    FaultGauge::Faults faults;
    for (const qint64 process : m_runners) {
        if (const auto count = m_probes.majorFaults ? m_probes.majorFaults(process) : std::nullopt)
            faults[process] = *count;
    }
    return m_faults.update(m_clock.now(), std::move(faults));
}

// Whether the group's tasks stall for lack of memory, the group's or the machine's. In version 1 only the
// machine's stalls are known; they count while the group's level is not normal.
bool MemoryMonitor::groupStalls(const CgroupReading &group, PressureLevel level,
                                std::optional<MemoryStalls> everybodys)
{
    if (std::exchange(m_group, group.group) != group.group)
        m_groupStalls = {}; // they belong to another group
    if (everybodys)
        everybodys->reclaims.reset();
    const auto stalls = group.stalls ? group.stalls : everybodys;
    const bool stalled = stalls && m_groupStalls.update(m_clock.now(), *stalls);
    return stalled && (group.stalls || level >= PressureLevel::Medium);
}

void MemoryMonitor::readGpus()
{
    m_readings.gpus.clear();
    for (const auto &probe : m_probes.gpus) {
        for (const GpuReading &gpu : probe->read()) {
            PressureGauge &gauge = m_gpus[gpu.id];
            const PressureLevel before = gauge.level();
            const PressureLevel level = gauge.update(shareOf(gpu.total, gpu.used), m_threshold);
            m_readings.gpus.push_back({gpu.name, gpu.total, gpu.used, level, m_usable.contains(gpu.id)});
            if (level != before)
                m_changes.push_back({MD_TEXT("%4: memory pressure is now %1, %2 of %3 GiB are in use"),
                                     numbers(level, gpu.total, gpu.used) << gpu.name});
        }
    }
}

void MemoryMonitor::reckonRam()
{
    const SystemMemory &system = m_readings.system;
    m_readings.ramLevel = ramPressure(system);
    m_readings.ramLevelFromStall = isFromStall(system, m_readings.ramLevel);
    m_readings.ramFree = system.available;
    m_readings.ramExcess = {};
    m_readings.ramBelowThreshold = system.used < m_threshold;
    if (system.level >= PressureLevel::High)
        m_readings.ramExcess = excessOf(system.total, system.total - system.available, m_threshold);
    if (system.cgroup) {
        m_readings.ramBelowThreshold =
            m_readings.ramBelowThreshold && shareOf(system.cgroup->limit, system.cgroup->used) < m_threshold;
        m_readings.ramFree = system.total.value > 0 ? std::min(system.available, m_cgroupRoom) : m_cgroupRoom;
        if (system.cgroup->level >= PressureLevel::High)
            m_readings.ramExcess = std::max(m_readings.ramExcess,
                                            excessOf(system.cgroup->limit, system.cgroup->used, m_threshold));
    }
    // If tasks stall below the threshold, nobody knows how much must be freed, so models are
    // unloaded one by one.
    if (m_readings.ramLevel >= PressureLevel::High)
        m_readings.ramExcess = std::max(m_readings.ramExcess, Bytes{1});
}

void MemoryMonitor::reckonDevices()
{
    m_readings.deviceLevel = PressureLevel::Normal;
    m_readings.deviceExcess = {};
    m_readings.deviceFree.reset();
    m_readings.deviceBelowThreshold = true;
    const bool known = std::ranges::any_of(m_readings.gpus, &GpuView::usable);
    for (const GpuView &gpu : m_readings.gpus) {
        if (known ? !gpu.usable : gpu.total < leastForModels)
            continue;
        m_readings.deviceLevel = std::max(m_readings.deviceLevel, gpu.level);
        m_readings.deviceBelowThreshold =
            m_readings.deviceBelowThreshold && shareOf(gpu.total, gpu.used) < m_threshold;
        m_readings.deviceFree = std::max(m_readings.deviceFree.value_or(Bytes{}), gpu.total - gpu.used);
        if (gpu.level >= PressureLevel::High)
            m_readings.deviceExcess =
                std::max(m_readings.deviceExcess, excessOf(gpu.total, gpu.used, m_threshold));
    }
}

std::optional<Bytes> MemoryMonitor::deviceMemoryOf(qint64 process)
{
    std::optional<Bytes> sum;
    for (const auto &probe : m_probes.gpus) {
        for (const auto &[gpu, bytes] : probe->memoryOf(process)) {
            sum = sum.value_or(Bytes{}) + bytes;
            m_usable.insert(gpu);
        }
    }
    return sum;
}

} // namespace modeldeck
