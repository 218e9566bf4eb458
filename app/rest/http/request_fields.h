// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/fields.h"

#include <QUrlQuery>
#include <chrono>

// What requests hold beside their framing, for Fields to read.
namespace modeldeck::api {

// A request's body; the error says where it is not JSON.
Result<QJsonObject> parseObject(const QByteArray &json);

Error fieldMissing(const QString &name);

// The parameters of a query: numbers are numbers, all else is strings.
Fields fieldsOf(const QUrlQuery &query);

// Ollama's keep_alive: a number is seconds, a string a Go duration ("1h30m"); negative is for ever.
std::optional<std::chrono::nanoseconds> keepAlive(Fields &fields);

// "1h30m", "-1s", "1.5h", "300ms", "0"; values beyond the type are held at its ends.
std::optional<std::chrono::nanoseconds> parseGoDuration(QStringView text);

} // namespace modeldeck::api
