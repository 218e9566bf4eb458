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
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The longest time between two turns of the event loop.
class Heartbeat : public QObject
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_longest = std::max(m_longest, since(m_last) - 0.001);
            m_last = Clock::now();
        });
        m_timer.start(1ms);
    }
    double longest() const { return m_longest; }

private:
    QTimer m_timer;
    Clock::time_point m_last = Clock::now();
    double m_longest = 0;
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
    sources.commandLine[Key::ModelsDirectories] = {modelsDirectory};
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
    const std::clock_t before = std::clock();
    waitFor(idle);
    const double idleShare =
        double(std::clock() - before) / CLOCKS_PER_SEC / std::chrono::duration<double>(idle).count();

    const auto memory = readProcessMemory(getpid());

    std::vector<EmbedInput> pictures; // made here: that is no work of the window's
    for (int i = 0; i < 8; ++i)
        pictures.push_back({EmbedInput::Kind::Image, picture(224, i)});
    const Heartbeat heartbeat;
    const auto mailbox = Mailbox::create();
    for (const QString &variant : options.variants) {
        QEventLoop loop;
        EmbedRequest request;
        request.model = variant;
        request.inputs = pictures;
        engine->embed(request, {mailbox, [&loop](const Result<Embeddings> &) { loop.quit(); }});
        loop.exec();
        engine->unload(variant, 10s, {mailbox, [&loop](const Result<UnloadReport> &) { loop.quit(); }});
        loop.exec();
    }
    const auto after = readProcessMemory(getpid());
    report.table(u"gui"_s,
                 {u"first_paint_s"_s, u"private_mb"_s, u"private_after_work_mb"_s, u"idle_cpu_percent"_s,
                  u"longest_gap_ms"_s},
                 {{paint, memory ? memory->anonymous.mebibytes() : 0.,
                   after ? after->anonymous.mebibytes() : 0., 100 * idleShare, 1e3 * heartbeat.longest()}});
}

} // namespace modeldeck::bench
