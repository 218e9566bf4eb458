// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"
#include "app/cli/state_lock.h"
#include "app/cli/unix_signals.h"
#include "app/rest/rest_server.h"
#include "engine/engine.h"

#include <QTimer>

namespace modeldeck {

// What both programs do once their options are read: take the state directory's lock, start the engine and REST,
// and end in order. Composes, decides nothing. Lives in the main thread.
class Host : public QObject
{
    Q_OBJECT
public:
    // Fails where another program holds the state, or REST is asked for in a way that is not allowed (status 2).
    // `onRest` is told of changes of the REST server's state, in this thread.
    static Result<std::unique_ptr<Host>> start(const ProgramInfo &program, Invocation invocation,
                                               RestServer::StatusHandler onRest = {});
    // What the program says and exits with when start() failed.
    static EarlyExit startFailed(const ProgramInfo &program, const Error &error);
    ~Host() override;

    Engine &engine() { return *m_engine; }
    RestServer &rest() { return *m_rest; }

    // Drains, unloads every model, then ends the application with status 0, within 5 s. Signals come in
    // twos (a terminal, `timeout`): a second one changes nothing.
    void end();

private:
    Host();

    StateLock m_lock;
    std::shared_ptr<Mailbox> m_mailbox;
    UnixSignals m_signals;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<RestServer> m_rest;
    QTimer m_lastResort;
    bool m_ending = false;
};

// Says it, and gives the status to exit with.
int exitEarly(const EarlyExit &exit);

} // namespace modeldeck
