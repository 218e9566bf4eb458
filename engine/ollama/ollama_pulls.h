// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"
#include "engine/base/requests.h"
#include "engine/ollama/ollama_client.h"
#include "engine/snapshot.h"

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
    OllamaPulls(OllamaClient &client, const Clock &clock) : m_client(client), m_clock(clock) {}

    // Asked for again while it runs, it is the same download: both get its answer.
    void start(const QString &modelId, RequestId id, Done<LoadReport> done);
    // Who asked with that id wants it no more, nor an answer; with the last of them the download ends.
    void leave(RequestId id);
    void cancel(const QString &modelId, Done<LoadReport> done); // for all of them
    void cancelAll(const Error &why);
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
    void end(QString modelId, const Result<LoadReport> &result);

    OllamaClient &m_client;
    const Clock &m_clock;
    std::map<QString, Pull> m_pulls;
};

} // namespace modeldeck
