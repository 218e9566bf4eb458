// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonObject>
#include <cmath>

// What several views are made of.
namespace modeldeck::api {

inline QString ascii(const char *name)
{
    return QString::fromLatin1(name);
}

inline QJsonValue megabytes(Bytes bytes)
{
    return qint64(std::llround(bytes.mebibytes()));
}

template <class T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

inline QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QString typeName(ModelType type); // "vision"
QJsonObject memoryView(const MemoryUse &memory);
QString isoTime(EpochSeconds at); // "2024-01-01T12:00:00Z"
// The worst of the pools that models of the type live in.
PressureLevel pressureOf(const Snapshot &now, ModelType type);

} // namespace modeldeck::api
