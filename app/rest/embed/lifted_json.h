// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace modeldeck::api {

// JSON whose long strings are set apart: an image in base64 would be copied and widened several times on its
// way through QJsonDocument. Each is replaced by a short mark, which nobody outside can know.
class LiftedJson
{
public:
    // `json` must outlive this and what utf8() gives.
    explicit LiftedJson(const QByteArray &json);

    const QByteArray &json() const { return m_json; }
    // The string that stands in the original where `value` does in json(), as UTF-8.
    QByteArray utf8(const QString &value) const;

private:
    QByteArray m_json;
    QString m_mark;
    QList<QByteArrayView> m_strings;
};

} // namespace modeldeck::api
