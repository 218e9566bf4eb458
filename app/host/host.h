// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "app/cli/state_lock.h"
#include "app/cli/unix_signals.h"
#include "app/host/service_notifier.h"
#include "app/rest/rest_server.h"
#include "engine/engine.h"

#include <QTimer>
#include <chrono>
#include <optional>

namespace modeldeck {

// What both programs do once their options are read: take the state directory's lock, start the engine and
// REST, and end in order. Composes, decides nothing. Lives in the main thread.
class Host : public QObject
{
    Q_OBJECT
public:
    // Fails where another program holds the state, or REST is asked for in a way that is not allowed (status
    // 2). `onRest` is told of changes of the REST server's state, in this thread.
    static Result<std::unique_ptr<Host>> start(const ProgramInfo &program, Invocation invocation,
                                               RestServer::StatusHandler onRest = {});
    // What the program says and exits with when start() failed.
    static EarlyExit startFailed(const ProgramInfo &program, const Error &error);
    ~Host() override;

    Engine &engine() { return *m_engine; }
    RestServer &rest() { return *m_rest; }

    // Runs the application; gives the status to exit with. Whatever ends the loop (a signal, a window, the
    // session), the end is in order.
    int exec();
    // REST takes no more calls and answers what it has; the models are drained and unloaded; then exec()
    // returns 0. That takes as long as shutdown_drain_seconds allows, and at most 2 s more: 5 s by default.
    void end();
    // A signal that asks to end: in order at the first, at once at another that came later. `at`: of the
    // steady clock.
    void signalled(int number, std::chrono::nanoseconds at);

private:
    Host();
    void stepDone(const char *step);
    void leave(int status);
    void follow(const Snapshot &snapshot);

    StateLock m_lock;
    std::shared_ptr<Mailbox> m_mailbox;
    UnixSignals m_signals;
    ServiceNotifier m_notifier;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<RestServer> m_rest;
    QTimer m_lastResort;
    std::optional<std::chrono::nanoseconds> m_endingSince; // steady clock
    int m_stepsLeft = 2;                                   // REST and the engine
    bool m_left = false;
    int m_status = 0;
    LogLevel m_logLevel = LogLevel::Info;
    std::chrono::seconds m_drain{0};
};

// Says it, and gives the status to exit with.
int exitEarly(const EarlyExit &exit);

} // namespace modeldeck
