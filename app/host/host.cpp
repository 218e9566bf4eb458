// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/host/host.h"

#include "modeldeck_version.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFileInfo>
#include <QLoggingCategory>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <malloc.h>
#include <unistd.h>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(hostLog, "modeldeck.host")

namespace {

constexpr auto afterDrain = 1500ms;    // after the drain, for runners to stop and answers to be sent
constexpr auto lastAnswers = 500ms;    // after the models are unloaded
constexpr unsigned longestTidying = 2; // s, after which the kernel ends the program
// Ctrl-C with `timeout`, or a shell with its jobs, sends two signals for one wish. They arrive faster than
// anybody could press a key twice.
constexpr auto oneSignal = 100ms;

const char *signalName(int number)
{
    switch (number) {
    case SIGTERM:
        return "SIGTERM";
    case SIGINT:
        return "SIGINT";
    case SIGHUP:
        return "the terminal was closed";
    default:
        return "a signal";
    }
}

void logRest(const RestStatus &status)
{
    if (status.state == RestStatus::State::Listening && status.error)
        return; // it continues as before, and has logged why
    if (status.error)
        qCWarning(hostLog).noquote() << "REST:" << status.error->message.english();
    if (!status.urls.isEmpty())
        qCInfo(hostLog).noquote() << "REST listens on" << status.urls.join(u", "_s);
    else if (!status.error)
        qCInfo(hostLog) << "REST is off";
}

// Beside the program, or where an installed tree keeps programs that people do not start themselves.
QString runnerProgram()
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &candidate :
         {here + u"/modeldeck-runner"_s, here + u"/../libexec/modeldeck/modeldeck-runner"_s,
          here + u"/../lib/modeldeck/modeldeck-runner"_s}) {
        if (QFileInfo(candidate).isExecutable())
            return QFileInfo(candidate).canonicalFilePath();
    }
    return here + u"/modeldeck-runner"_s;
}

// Keeps memory low while the program waits: freed large blocks go back to the system (glibc would keep ever
// larger ones), and all threads share two heaps.
void keepHeapSmall()
{
    ::mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    ::mallopt(M_TRIM_THRESHOLD, 256 * 1024);
    ::mallopt(M_ARENA_MAX, 2);
}

} // namespace

Host::Host() : m_mailbox(Mailbox::create())
{
    m_lastResort.setSingleShot(true);
    connect(&m_lastResort, &QTimer::timeout, this, [this] {
        qCWarning(hostLog) << "ending without waiting any longer";
        leave(0);
    });
    connect(&m_signals, &UnixSignals::endRequested, this, &Host::signalled);
    connect(&m_signals, &UnixSignals::reloadRequested, this, [this] {
        qCInfo(hostLog) << "SIGHUP: reading the settings again";
        if (m_engine)
            m_engine->reloadSettings({});
    });
}

Host::~Host()
{
    m_mailbox->close();
    m_rest.reset();
    if (std::exchange(m_engine, {}))
        qCInfo(hostLog) << "ended: no runner is left, the history is closed";
    ::alarm(0);
}

Result<std::unique_ptr<Host>> Host::start(const ProgramInfo &program, Invocation invocation,
                                          RestServer::StatusHandler onRest)
{
    keepHeapSmall();
    std::unique_ptr<Host> host(new Host);
    auto lock = StateLock::acquire(invocation.directories.state, program.name);
    if (!lock)
        return tl::unexpected(lock.error());
    host->m_lock = std::move(*lock);
    host->m_logLevel = invocation.logLevel;
    setUpLogging(invocation.logLevel, invocation.directories.state + u"/logs"_s);
    qCInfo(hostLog).noquote() << program.name << MODELDECK_VERSION << "starts, state in"
                              << invocation.directories.state;

    const Settings settings = invocation.settings.settings();
    host->m_drain = settings[ShutdownDrainSeconds];
    host->m_engine = startEngine({std::move(invocation.settings), invocation.directories.state,
                                  runnerProgram(), processEnvironment()});
    const auto told = [onRest = std::move(onRest)](const RestStatus &status) {
        logRest(status);
        if (onRest)
            onRest(status);
    };
    if (program.servesRest) {
        auto rest = RestServer::start(*host->m_engine, settings, told);
        if (!rest)
            return tl::unexpected(rest.error());
        host->m_rest = std::move(*rest);
    } else {
        host->m_rest = RestServer::follow(*host->m_engine, settings, told);
    }
    logRest(host->m_rest->status());
    host->m_engine->observe(host->m_mailbox,
                            [self = host.get()](const auto &snapshot) { self->follow(*snapshot); }, {});
    host->m_notifier.listenTo(processEnvironment());
    host->m_notifier.ready();
    return host;
}

EarlyExit Host::startFailed(const ProgramInfo &program, const Error &error)
{
    QString text = program.name + u": "_s + error.message.english() + u'\n';
    if (!error.hint.isEmpty())
        text += error.hint.english() + u'\n';
    return {error.code == ErrorCode::InvalidSetting ? 2 : 1, text};
}

int exitEarly(const EarlyExit &exit)
{
    std::fputs(qPrintable(exit.text), exit.status == 0 ? stdout : stderr);
    return exit.status;
}

int Host::exec()
{
    QCoreApplication::exec();
    if (!m_left) { // the session ended, or something called quit()
        end();
        QEventLoop().exec();
    }
    return m_status;
}

void Host::signalled(int number, std::chrono::nanoseconds at)
{
    if (!m_endingSince) {
        qCInfo(hostLog) << "asked to end:" << signalName(number);
        end();
        m_endingSince = at;
    } else if (at - *m_endingSince >= oneSignal) {
        qCWarning(hostLog) << "asked again, ending at once:" << signalName(number);
        leave(128 + number);
    }
}

void Host::end()
{
    if (m_endingSince)
        return;
    m_endingSince = std::chrono::steady_clock::now().time_since_epoch();
    m_notifier.stopping();
    qCInfo(hostLog) << "ending: no more calls are accepted; running ones have" << m_drain.count() << "s";
    m_lastResort.start(m_drain + afterDrain);
    m_rest->finish([this] { stepDone("REST has answered"); });
    m_engine->shutDown({m_mailbox, [this](const Result<int> &) {
                            m_lastResort.start(lastAnswers);
                            stepDone("every model is unloaded");
                        }});
}

void Host::stepDone(const char *step)
{
    qCInfo(hostLog) << "ending:" << step;
    if (--m_stepsLeft == 0)
        leave(0);
}

// If cleaning up hangs, SIGALRM ends the program, which ends its runners.
void Host::leave(int status)
{
    if (std::exchange(m_left, true))
        return;
    m_status = status;
    m_lastResort.stop();
    ::alarm(longestTidying);
    QCoreApplication::exit(status);
}

// Applies the settings that concern the program itself.
void Host::follow(const Snapshot &snapshot)
{
    m_drain = snapshot.settings[ShutdownDrainSeconds];
    const LogLevel level = *logLevelFromName(snapshot.settings[LogLevelName]);
    if (std::exchange(m_logLevel, level) != level)
        setLogLevel(level);
    const auto loaded = std::ranges::count_if(snapshot.models, &ModelView::loaded);
    m_notifier.status(loaded == 1 ? u"1 model is loaded"_s : u"%1 models are loaded"_s.arg(loaded));
}

} // namespace modeldeck
