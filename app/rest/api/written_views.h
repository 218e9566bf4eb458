// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <map>
#include <memory>

namespace modeldeck::api {

using View = QJsonObject (*)(const Snapshot &);

// The latest snapshot as JSON: written once for all who look, until the next one comes.
class WrittenViews
{
public:
    QByteArray write(View view, const std::shared_ptr<const Snapshot> &now)
    {
        if (std::exchange(m_now, now) != now)
            m_written.clear();
        QByteArray &written = m_written[view];
        if (written.isEmpty())
            written = QJsonDocument(view(*now)).toJson(QJsonDocument::Compact);
        return written;
    }

private:
    std::shared_ptr<const Snapshot> m_now; // kept: its address is not another's
    std::map<View, QByteArray> m_written;
};

} // namespace modeldeck::api
