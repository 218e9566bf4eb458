// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/openai_views.h"

#include "app/rest/api/view_parts.h"

#include <QJsonArray>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

QJsonObject openAiModelView(const ModelView &model, const Snapshot &now)
{
    return {{u"id"_s, model.id},
            {u"object"_s, u"model"_s},
            {u"created"_s, qint64(now.startedAt)},
            {u"owned_by"_s, u"modeldeck"_s},
            {u"modeldeck"_s, QJsonObject{{u"state"_s, ascii(stateName(model.state))},
                                         {u"type"_s, typeName(model.type)},
                                         {u"dimension"_s, model.dimension}}}};
}

QJsonObject openAiModelsView(const Snapshot &now)
{
    QJsonArray data;
    for (const ModelView &model : now.models) {
        if (model.installed)
            data.append(openAiModelView(model, now));
    }
    return {{u"object"_s, u"list"_s}, {u"data"_s, data}};
}

} // namespace modeldeck::api
