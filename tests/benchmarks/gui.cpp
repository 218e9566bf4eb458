// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/system_memory.h"
#include "tests/benchmarks/bench.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>
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
        if (event->type() == QEvent::Paint && seconds == 0)
            seconds = since(m_start);
        return false;
    }
    double seconds = 0;

private:
    Clock::time_point m_start = Clock::now();
};

void waitFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

// The window with the real engine in this process; models come and go while the event loop is timed.
void gui(const Options &options, Report &report)
{
    for (const QString &variant : options.variants)
        modelFolder(options, variant, u"f32"_s);
    FirstPaint firstPaint;
    QTemporaryDir state;
    SettingsStore::Sources sources;
    sources.commandLine[Key::ModelsDirectories] = {options.modelsDirectory};
    auto settings = SettingsStore::load(sources);
    if (!settings)
        qFatal("%s", qPrintable(settings.error().message.english()));
    const auto engine = startEngine({*settings, state.path(), QCoreApplication::applicationDirPath() + u"/modeldeck-runner"_s, {}});
    MainWindow window(*engine);
    window.installEventFilter(&firstPaint);
    window.show();
    waitFor(2s);

    const auto idle = options.tiny ? 500ms : 10'000ms;
    const std::clock_t before = std::clock();
    waitFor(idle);
    const double idleShare = double(std::clock() - before) / CLOCKS_PER_SEC / std::chrono::duration<double>(idle).count();

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
    const auto memory = readProcessMemory(getpid());
    report.table(u"gui"_s, {u"first_paint_s"_s, u"private_mb"_s, u"idle_cpu_percent"_s, u"longest_gap_ms"_s},
                 {{firstPaint.seconds, memory ? memory->anonymous.mebibytes() : 0., 100 * idleShare, 1e3 * heartbeat.longest()}});
}

} // namespace modeldeck::bench
