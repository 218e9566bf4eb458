// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/handlers.h"
#include "app/rest/api/metrics_view.h"

namespace modeldeck::api {

Abandon showEvents(const Call &call)
{
    bool isNumber = false;
    const quint64 number = call.lastEventId.toULongLong(&isNumber);
    const auto lastSeen = isNumber ? std::optional(number) : std::nullopt;
    Response response;
    response.contentType = "text/event-stream";
    response.goOn = [events = call.context.events, lastSeen](const std::shared_ptr<Sink> &sink) {
        return events->subscribe(sink, lastSeen);
    };
    call.answer(std::move(response));
    return {};
}

Abandon showMetrics(const Call &call)
{
    Response response;
    response.contentType = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metricsView(*call.context.snapshot, *call.context.meters);
    call.answer(std::move(response));
    return {};
}

} // namespace modeldeck::api
