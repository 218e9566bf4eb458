// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/view_parts.h"

#include <QDateTime>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

QString typeName(ModelType type)
{
    return type == ModelType::Vision ? u"vision"_s : u"text"_s;
}

QJsonObject memoryView(const MemoryUse &memory)
{
    return {{u"vram_mb"_s, memory.device ? megabytes(*memory.device) : QJsonValue()},
            {u"ram_mb"_s, megabytes(memory.pss)},
            {u"anon_mb"_s, megabytes(memory.anonymous)},
            {u"file_mb"_s, megabytes(memory.file)}};
}

QString isoTime(EpochSeconds at)
{
    return QDateTime::fromSecsSinceEpoch(qint64(at)).toUTC().toString(Qt::ISODate);
}

PressureLevel pressureOf(const Snapshot &now, ModelType type)
{
    return std::max(now.system.level, type == ModelType::Vision ? now.visionPressure : now.textPressure);
}

} // namespace modeldeck::api
