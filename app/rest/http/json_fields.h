// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QJsonObject>
#include <chrono>
#include <optional>

namespace modeldeck::api {

// A request's body; the error says where it is not JSON.
Result<QJsonObject> parseObject(const QByteArray &json);

// Absent and null are the same in a request.
inline bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

// Reads the fields of a request; a wrong type is an error that names the field, and the first one is kept
// until the end: error().
class JsonFields
{
public:
    explicit JsonFields(const QJsonObject &object) : m_object(object) {}

    std::optional<QString> string(const char *key);
    std::optional<bool> flag(const char *key);
    std::optional<int> integer(const char *key, int minimum, int maximum);
    // Ollama's form: a number is seconds, a string a Go duration ("1h30m"); negative is for ever.
    std::optional<std::chrono::nanoseconds> keepAlive(const char *key);

    const std::optional<Error> &error() const { return m_error; }

private:
    QJsonValue value(const char *key) const;
    void fail(const char *key, Text message);

    const QJsonObject &m_object;
    std::optional<Error> m_error;
};

// "1h30m", "-1s", "1.5h", "300ms", "0"; values beyond the type are held at its ends.
std::optional<std::chrono::nanoseconds> parseGoDuration(QStringView text);

} // namespace modeldeck::api
