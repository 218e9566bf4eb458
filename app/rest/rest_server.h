// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/worker_thread.h"
#include "engine/engine.h"

#include <QStringList>

namespace modeldeck {

namespace api {
class RestService;
}

struct RestStatus
{
    enum class State { Off, Listening, Failed };
    State state = State::Off;
    QStringList urls; // bound at present: "http://127.0.0.1:7000", "http://[::1]:7000"
    // Failed: why; a port that could not be taken leaves the old ones in `urls`. Listening: why the files
    // that the settings name are not taken; what was read of them before serves on.
    std::optional<Error> error;
};

// The REST API, in a thread of its own. It follows the rest_api_* settings of the engine's snapshots: on and
// off, address, port, token; connections that are open stay so when the port changes. The engine must outlive
// it. Used from one thread, which has an event loop.
class RestServer
{
public:
    using StatusHandler = std::function<void(const RestStatus &)>;

    // An error if the API is switched on and can't be served: a taken port, an address off loopback without a
    // token, a bad token file. `onStatus` tells of later changes, in the caller's thread.
    static Result<std::unique_ptr<RestServer>> start(Engine &engine, const Settings &settings,
                                                     StatusHandler onStatus = {});
    // The same, but stays when it can't be served yet (see status()), and tries again when
    // the settings change.
    static std::unique_ptr<RestServer> follow(Engine &engine, const Settings &settings,
                                              StatusHandler onStatus = {});
    ~RestServer();

    const RestStatus &status() const { return m_status; }
    QStringList urls() const { return m_status.urls; }
    // Tries again what the settings ask for, after a failure that lay elsewhere: the port was taken.
    void retry();
    // Listens no more and answers what was asked; `finished` is called in this thread once all
    // answers are sent.
    void finish(std::function<void()> finished);
    // Closes every connection, cancels the calls that wait, ends the thread. Nothing is told any more.
    void stop();

private:
    RestServer();

    RestStatus m_status;
    std::shared_ptr<Mailbox> m_mailbox;
    std::unique_ptr<InThread<api::RestService>> m_service; // null once stopped
};

} // namespace modeldeck
