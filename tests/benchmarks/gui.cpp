// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/system_memory.h"
#include "tests/benchmarks/bench.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QCoreApplication>
#include <QEventLoop>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The times between two turns of the event loop, beyond the millisecond that was asked for.
class Heartbeat : public QObject
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_gaps.push_back(since(m_last) - 0.001);
            m_last = Clock::now();
        });
        m_timer.start(1ms);
    }
    double longest() const { return *std::ranges::max_element(m_gaps); }
    // The gap that all but one in a thousand stay below.
    double longOne() const
    {
        std::vector<double> sorted = m_gaps;
        std::ranges::sort(sorted);
        return sorted[sorted.size() * 999 / 1000];
    }

private:
    QTimer m_timer;
    Clock::time_point m_last = Clock::now();
    std::vector<double> m_gaps{0};
};

class FirstPaint : public QObject
{
public:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) // once the event, and with it the painting, is over
            QTimer::singleShot(0, qApp, [] { QCoreApplication::exit(0); });
        return false;
    }
};

std::unique_ptr<Engine> engineOn(const QString &modelsDirectory, const QString &state)
{
    SettingsStore::Sources sources;
    sources.commandLine[ModelsDirectories] = {modelsDirectory};
    auto settings = SettingsStore::load(sources);
    if (!settings)
        qFatal("%s", qPrintable(settings.error().message.english()));
    return startEngine(
        {*settings, state, QCoreApplication::applicationDirPath() + u"/modeldeck-runner"_s, {}});
}

// From the start of a process, its libraries included, until it has painted the window.
double firstPaintSeconds(const Options &options)
{
    std::vector<double> seconds;
    for (int run = 0; run <= options.runs; ++run) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        const auto start = Clock::now();
        process.start(QCoreApplication::applicationFilePath(),
                      {u"first-paint"_s, u"--models-dir"_s, options.modelsDirectory});
        while (!process.canReadLine()) {
            if (!process.waitForReadyRead(30'000))
                qFatal("the window did not appear");
        }
        if (run > 0 || options.runs == 1)
            seconds.push_back(since(start));
        process.waitForFinished();
    }
    return median(seconds);
}

void waitFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

// Share of one core that the whole process takes while nothing happens.
double idleShare(std::chrono::milliseconds time)
{
    const std::clock_t before = std::clock();
    waitFor(time);
    return double(std::clock() - before) / CLOCKS_PER_SEC / std::chrono::duration<double>(time).count();
}

// Each model is loaded, asked 20 times a second for a while, and unloaded.
void work(Engine &engine, const Options &options)
{
    const auto mailbox = Mailbox::create();
    for (const QString &variant : options.variants) {
        QEventLoop loop;
        engine.load(variant, {mailbox, [&loop](const Result<LoadReport> &) { loop.quit(); }});
        loop.exec();
        QTimer asking;
        QObject::connect(&asking, &QTimer::timeout, &loop, [&engine, &variant] {
            EmbedRequest request;
            request.model = variant;
            request.inputs = {{EmbedInput::Kind::Text, "a photo of a cat"}};
            engine.embed(std::move(request), {});
        });
        asking.start(50ms);
        waitFor(options.tiny ? 500ms : 5s);
        asking.stop();
        engine.unload(variant, 30s, {mailbox, [&loop](const Result<UnloadReport> &) { loop.quit(); }});
        loop.exec();
    }
}

} // namespace

int firstPaint(const Options &options)
{
    const QTemporaryDir state;
    FirstPaint painted;
    const auto engine = engineOn(options.modelsDirectory, state.path());
    MainWindow window(*engine);
    window.installEventFilter(&painted);
    window.show();
    const int status = QCoreApplication::exec();
    std::puts("painted");
    std::fflush(stdout);
    return status;
}

// The window with the real engine in this process; models come and go while the event loop is timed.
void gui(const Options &options, Report &report)
{
    for (const QString &variant : options.variants)
        modelFolder(options, variant, u"f32"_s);
    const double paint = firstPaintSeconds(options);
    const QTemporaryDir state;
    const auto engine = engineOn(options.modelsDirectory, state.path());
    MainWindow window(*engine);
    window.show();
    waitFor(2s);

    const auto idle = options.tiny ? 500ms : 10'000ms;
    const double shown = idleShare(idle);
    const auto memory = readProcessMemory(getpid());
    window.hide();
    const double hidden = idleShare(idle);
    window.show();
    waitFor(1s);

    const Heartbeat heartbeat;
    work(*engine, options);
    const auto after = readProcessMemory(getpid());
    report.table(
        u"gui"_s,
        {u"first_paint_s"_s, u"private_mb"_s, u"private_after_work_mb"_s, u"idle_cpu_percent"_s,
         u"hidden_cpu_percent"_s, u"gap_p99_9_ms"_s, u"longest_gap_ms"_s},
        {{paint, memory ? memory->anonymous.mebibytes() : 0., after ? after->anonymous.mebibytes() : 0.,
          100 * shown, 100 * hidden, 1e3 * heartbeat.longOne(), 1e3 * heartbeat.longest()}});
}

} // namespace modeldeck::bench
