// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/requests.h"
#include "engine/ollama/ollama_server.h"

#include <deque>

namespace modeldeck {

// How far a download is. Its layers are told of one after the other, so that the total grows.
class PullProgress
{
public:
    void take(const OllamaPullLine &line, BootTime now);
    PullView view(const QString &name) const;

private:
    struct Layer
    {
        Bytes total;
        Bytes completed;
    };
    struct Sample
    {
        BootTime at;
        Bytes moved;
    };
    QString m_status;
    std::map<QString, Layer> m_layers; // by digest
    Bytes m_moved;                     // by this download; what was there before does not count
    std::deque<Sample> m_samples;      // of the last seconds
};

// The downloads that run. Ollama itself goes on where an earlier one of that model stopped.
class OllamaPulls : public QObject
{
    Q_OBJECT
public:
    OllamaPulls(OllamaServer &server, const Clock &clock);

    // Asked for again while it runs, it is the same download: both get its answer.
    void pull(RequestId id, const QString &name, Done<LoadReport> done);
    // Whoever asked with that id wants it no more, nor an answer; with the last of them the download is
    // cancelled.
    void withdraw(RequestId id);
    void cancel(const QString &name, Done<LoadReport> done); // for all of them
    std::vector<PullView> views() const;

Q_SIGNALS:
    void changed();

private:
    struct Pull
    {
        OllamaClient::CallId call = 0;
        BootTime since;
        PullProgress progress;
        std::map<RequestId, Done<LoadReport>> waiters;
    };
    void start(const QString &modelId, Pull &pull);
    void finish(QString modelId, const Result<LoadReport> &result);

    OllamaServer &m_server;
    const Clock &m_clock;
    std::map<QString, Pull> m_pulls;
};

} // namespace modeldeck
