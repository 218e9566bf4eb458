// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QJsonObject>

namespace modeldeck {

// Reads values out of one object of a configuration file. The first that is wrong becomes the file's error;
// what is read after it means nothing. `null` counts as absent.
class ConfigSection
{
public:
    // `error` outlives the section and those below it. `name` is empty for the whole file.
    ConfigSection(QString file, QString name, QJsonObject object, std::optional<Error> &error);

    QJsonValue value(const QString &key) const { return m_object.value(key); }
    bool has(const QString &key) const { return !value(key).isUndefined() && !value(key).isNull(); }

    // `byDefault`: what the library itself takes when the key is absent.
    int integer(const QString &key, int byDefault, int minimum, int maximum);
    double number(const QString &key, double byDefault, double minimum, double maximum);
    bool boolean(const QString &key, bool byDefault);
    QString oneOf(const QString &key, const QStringList &choices); // absent: the first
    // One that must be there, or was found elsewhere.
    int requiredInteger(const QString &key, const QJsonValue &value, int minimum, int maximum);
    // Keys that change what is computed, in ways that we do not compute: only `only` will do.
    void mustBe(const QJsonValue &only, const QStringList &keys);

    ConfigSection sub(const QString &key);
    void overlay(const ConfigSection &other); // whose values win

    void wrong(const QString &key, const Text &expected); // "must be " `expected`
    void refuse(const Text &why);

private:
    QString m_file;
    QString m_name;
    QJsonObject m_object;
    std::optional<Error> &m_error;
};

} // namespace modeldeck
