// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/event_feed.h"
#include "app/rest/api/meters.h"
#include "app/rest/api/watchers.h"
#include "app/rest/api/written_views.h"
#include "app/rest/http/access.h"
#include "engine/base/model_name.h"
#include "engine/base/worker_thread.h"
#include "engine/engine.h"

#include <QJsonObject>
#include <QUrlQuery>

// From a request to its handler: Host → Origin → token → method table → JSON → handler. No sockets.
namespace modeldeck::api {

// What handlers work with. Outlives every call: when the server stops, the mailbox is closed first.
struct Context
{
    Engine *engine = nullptr;
    std::shared_ptr<Mailbox> mailbox; // where the engine's replies arrive
    // The latest; null until the engine has found its models. Calls wait for it before a handler sees them.
    std::shared_ptr<const Snapshot> snapshot;
    AccessRules access{};
    std::shared_ptr<WorkerThread> worker{}; // null: all is done in this thread
    std::shared_ptr<Meters> meters = std::make_shared<Meters>();
    std::shared_ptr<EventFeed> events = std::make_shared<EventFeed>();
    std::shared_ptr<Watchers> watchers = std::make_shared<Watchers>();
    std::shared_ptr<WrittenViews> views = std::make_shared<WrittenViews>();

    // A new snapshot: whoever waits for it is told.
    void see(std::shared_ptr<const Snapshot> now);

    // Runs `act` once a snapshot says enough, or after `longest`; at once if the latest one does. What is
    // returned abandons the wait, or what `act` began.
    using Enough = std::function<bool(const Snapshot &)>;
    Abandon wait(const Enough &enough, std::optional<std::chrono::milliseconds> longest,
                 const std::function<Abandon()> &act) const;
    // Once Ollama has answered for the first time, or is known to be away; for at most 5 s.
    Abandon waitForOllama(const std::function<Abandon()> &act) const;
};

// One call, as its handler sees it.
struct Call
{
    const Context &context;
    QJsonObject body;  // {} without a body
    QByteArray raw;    // the body of Json::Raw
    QString parameter; // the {…} of the path, decoded
    QUrlQuery query;
    ErrorFamily family = ErrorFamily::Management;
    QString client;         // who asks, as far as it says; may be empty
    QByteArray lastEventId; // of a listener that comes back
    Answer answer;

    QString modelId() const { return modelIdOf(parameter); }

    void fail(const Error &error) const { answer(errorResponse(error, family)); }
    void reply(const QJsonObject &json, int status = 200) const;
    // The same for a handler whose last word it is: there is nothing to abandon.
    Abandon refuse(const Error &error) const;
    Abandon show(const QJsonObject &json, int status = 200) const;
    Abandon show(View view) const; // of the latest snapshot
    // For the engine's reply: answers with what `view` makes of it, or with its error.
    template <class T, class ViewOf>
    Reply<T> shown(ViewOf view) const
    {
        return {context.mailbox, [call = *this, view = std::move(view)](const Result<T> &result) {
                    if (result)
                        call.reply(view(*result));
                    else
                        call.fail(result.error());
                }};
    }
};

Abandon handleRequest(const Context &context, const Request &request, Answer answer);

} // namespace modeldeck::api
