// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/event_views.h"

#include "app/rest/api/report_views.h"
#include "app/rest/api/view_parts.h"

#include <QJsonArray>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

QJsonObject eventView(const Event &event)
{
    QJsonObject out{
        {u"at"_s, event.at}, {u"model_id"_s, orNull(event.modelId)}, {u"message"_s, event.text.english()}};
    if (event.state)
        out[u"state"_s] = ascii(stateName(*event.state));
    if (event.receipt)
        out[u"receipt"_s] = receiptView(*event.receipt);
    return out;
}

QJsonObject memoryEventView(const Snapshot &now)
{
    QJsonArray models;
    for (const ModelView &model : now.models) {
        if (!model.loaded)
            continue;
        QJsonObject view = memoryView(model.memory);
        view[u"model_id"_s] = model.id;
        models.append(view);
    }
    return {{u"at"_s, now.at},
            {u"total_mb"_s, megabytes(now.system.total)},
            {u"available_mb"_s, megabytes(now.system.available)},
            {u"used"_s, now.system.used},
            {u"level"_s, ascii(pressureName(now.system.level))},
            {u"models"_s, models}};
}

QJsonObject pullView(const PullView &pull)
{
    return {{u"status"_s, pull.status},
            {u"model_id"_s, pull.name},
            {u"completed"_s, pull.completed.value},
            {u"total"_s, pull.total.value > 0 ? QJsonValue(pull.total.value) : QJsonValue()},
            {u"bytes_per_second"_s, pull.bytesPerSecond},
            {u"seconds_left"_s, orNull(pull.secondsLeft)}};
}

} // namespace modeldeck::api
