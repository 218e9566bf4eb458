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

// What both programs do after reading their options: lock the state directory, start the engine and REST, and
// shut down in order. Only composes. Lives in the main thread.
class Host : public QObject
{
    Q_OBJECT
public:
    // Fails if another program holds the state, or if the REST settings are not allowed (status 2). `onRest`
    // hears of changes of the REST server's state, in this thread.
    static Result<std::unique_ptr<Host>> start(const ProgramInfo &program, Invocation invocation,
                                               RestServer::StatusHandler onRest = {});
    // The message and exit status for a failed start().
    static EarlyExit startFailed(const ProgramInfo &program, const Error &error);
    ~Host() override;

    Engine &engine() { return *m_engine; }
    RestServer &rest() { return *m_rest; }

    // Runs the application and returns the exit status. Shuts down in order whatever ends the loop: a signal,
    // the window or the session.
    int exec();
    // REST accepts no more calls and answers those that run; the models are drained and unloaded; then exec()
    // returns 0. This takes at most shutdown_drain_seconds plus 2 s: 5 s by default.
    void end();
    // The first signal shuts down in order; a later one exits at once. `at`: on the steady clock.
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

// Prints the text and returns the exit status.
int exitEarly(const EarlyExit &exit);

} // namespace modeldeck
