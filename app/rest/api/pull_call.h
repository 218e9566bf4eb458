// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"

namespace modeldeck::api {

// One POST …/text/pull/{name}: progress as lines of JSON, as the snapshots show it. The answer begins with
// the first sign of progress: a pull that can't begin is an error like any other.
class PullCall : public std::enable_shared_from_this<PullCall>
{
public:
    PullCall(const Call &call, QString name) : m_call(call), m_name(std::move(name)) {}

    // Abandoning cancels the pull, unless somebody else waits for it.
    Abandon start();

private:
    void see(const Snapshot &now);
    void done(const Result<LoadReport> &report);
    void write(const QJsonObject &line);
    void abandon();

    Call m_call;
    QString m_name;
    quint64 m_watcher = 0;
    RequestId m_request = 0;
    bool m_begun = false;
    QByteArray m_last;
    std::shared_ptr<Sink> m_sink;
};

} // namespace modeldeck::api
