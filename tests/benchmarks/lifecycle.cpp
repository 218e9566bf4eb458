// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/pressure_policy.h"
#include "engine/lifecycle/scheduler.h"
#include "tests/benchmarks/daemon.h"
#include "tests/support/fake_clock.h"

#include <QDir>
#include <QFile>
#include <QThread>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

namespace {

// Does nothing: what is measured is the deciding.
class NoEffects : public Effects
{
    void startLoad(const CatalogEntry &) override {}
    void startWork(const QString &, RequestId, const EmbedRequest &) override {}
    void cancelWork(const QString &, RequestId) override {}
    void keepAliveChanged(const QString &, std::chrono::nanoseconds) override {}
    void startMoveToRam(const QString &) override {}
    void stopDeviceRunner(const QString &) override {}
    void cancelMoveToRam(const QString &) override {}
    void startUnload(const QString &) override {}
    void setAlarm(std::optional<BootTime>) override {}
    MemoryReadings readMemory() override { return {}; }
    Error whyUnreachable() override { return {}; }
    void stateChanged(const QString &, ModelState, const Text &) override {}
    Receipt keepReceipt(Receipt receipt) override { return receipt; }
};

QString nameOf(int i)
{
    return u"demo/model-%1"_s.arg(i);
}

template <class Function>
double medianMicroseconds(int runs, Function function)
{
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const auto start = Clock::now();
        function();
        times.push_back(1e6 * since(start));
    }
    return median(times);
}

// All of them loaded, as an Ollama server could have them.
double sweepMicroseconds(int models, int runs)
{
    NoEffects effects;
    const test::FakeClock clock;
    Scheduler scheduler(effects, clock, {});
    std::vector<CatalogEntry> entries(std::size_t(models), CatalogEntry{});
    for (int i = 0; i < models; ++i) {
        entries[std::size_t(i)].id = nameOf(i);
        entries[std::size_t(i)].type = ModelType::Text;
        entries[std::size_t(i)].installed = true;
    }
    scheduler.setCatalog(Catalog(entries));
    for (int i = 0; i < models; ++i)
        scheduler.foundLoaded(nameOf(i), {u"cpu"_s, u"float32"_s, 4, 77, 0, 0.1});
    return medianMicroseconds(runs, [&] { scheduler.sweep([](const QString &) { return true; }); });
}

std::vector<ResidentModel> residents(int models, const test::FakeClock &clock)
{
    std::vector<ResidentModel> all(std::size_t(models), ResidentModel{});
    for (int i = 0; i < models; ++i) {
        all[std::size_t(i)].id = nameOf(i);
        all[std::size_t(i)].idleSince = clock.now();
        all[std::size_t(i)].ramTimeout = std::chrono::hours(1);
        all[std::size_t(i)].ram = Bytes{1'000'000 + i};
    }
    return all;
}

double useNanoseconds(int models, int runs)
{
    const test::FakeClock clock;
    ModelUsageTracker tracker(clock);
    std::vector<QString> names;
    for (int i = 0; i < models; ++i) {
        names.push_back(nameOf(i));
        tracker.registerModel(names.back(), ModelType::Text, 0.1, {});
    }
    return 1e3 / models * medianMicroseconds(runs, [&] {
               for (const QString &name : names)
                   tracker.recordUse(name, ModelType::Text, {});
               tracker.takeUses();
           });
}

qint64 voluntarySwitches(qint64 process)
{
    const QString tasks = u"/proc/%1/task"_s.arg(process);
    qint64 sum = 0;
    for (const QString &task : QDir(tasks).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        QFile file(tasks + u'/' + task + u"/status"_s);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("voluntary_ctxt_switches:"))
                sum += line.mid(24).trimmed().toLongLong();
        }
    }
    return sum;
}

// Of modeldeckd with nothing loaded and nobody asking.
double idleWakeUpsPerSecond(int seconds)
{
    const QTemporaryDir noModels;
    const Daemon daemon(noModels.path());
    QThread::sleep(2); // it settles
    const qint64 before = voluntarySwitches(daemon.processId());
    const auto start = Clock::now();
    QThread::sleep(ulong(seconds));
    return double(voluntarySwitches(daemon.processId()) - before) / since(start);
}

// From the line being crossed (it is drawn below what is used) to the end of an idle model's process.
double pressureToExitMilliseconds(const Options &options, int runs)
{
    const QString variant = options.variants.front();
    modelFolder(options, variant, u"f32"_s);
    Daemon daemon(options.modelsDirectory);
    const auto draw = [&](const QByteArray &threshold) {
        daemon.call("PATCH", "/api/rag/embedding/config",
                    "{\"lazy_loading_unloading_memory_pressure_timeout\": 0,"
                    "\"lazy_loading_unloading_memory_pressure_threshold\": " +
                        threshold + "}");
    };
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        draw("1.0");
        daemon.post("/v1/embeddings", Daemon::embedBody(variant, picture(224, 1)));
        const auto start = Clock::now();
        draw("0.01");
        while (daemon.runnerId() != 0)
            QThread::usleep(500);
        times.push_back(1e3 * since(start));
    }
    return median(times);
}

} // namespace

// What deciding costs with many models, and what the engine costs when there is nothing to do. Medians.
void lifecycle(const Options &options, Report &report)
{
    const int models = options.tiny ? 100 : 10'000;
    const int runs = options.tiny ? 3 : 21;
    const test::FakeClock clock;
    const auto all = residents(models, clock);
    const Settings settings;
    MemoryReadings readings; // so that the policy has to choose among all of them
    readings.ramLevel = PressureLevel::Critical;
    readings.ramExcess = Bytes{1};
    const LruPressurePolicy pressure;
    report.table(
        u"lifecycle"_s,
        {u"models"_s, u"sweep_ms"_s, u"idle_decision_ms"_s, u"pressure_decision_ms"_s, u"recorded_use_us"_s,
         u"idle_wake_ups_per_s"_s, u"pressure_to_exit_ms"_s},
        {{models, 1e-3 * sweepMicroseconds(models, runs),
          1e-3 *
              medianMicroseconds(runs, [&] { (void)IdleTimeoutPolicy::decide(all, clock.now(), settings); }),
          1e-3 * medianMicroseconds(
                     runs, [&] { (void)pressure.decide(all, readings, {}, {}, clock.now(), settings); }),
          1e-3 * useNanoseconds(models, runs), idleWakeUpsPerSecond(options.tiny ? 1 : 20),
          pressureToExitMilliseconds(options, options.tiny ? 1 : 5)}});
}

} // namespace modeldeck::bench
