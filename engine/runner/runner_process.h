// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/port/loaded_model.h"
#include "engine/runner/embed_job.h"
#include "engine/runner/runner_deadlines.h"

#include <QLocalSocket>
#include <QProcess>
#include <QTimer>
#include <deque>
#include <map>

namespace modeldeck {

// The engine's side of one modeldeck-runner: starts it, sends it work, watches it. Destroyed, it kills
// the process. Engine thread; asynchronous throughout.
class RunnerProcess : public QObject
{
    Q_OBJECT
public:
    struct Load
    {
        QString program;
        QString modelDirectory;
        QString layout; // "hf" or "open_clip"
        QString device; // "auto", "cpu", "cuda"
        QString dtype;  // "auto", "float32", "bfloat16"
        int threads = 0;
        qint64 maxImagePixels = 0;
        RunnerDeadlines deadlines;
        std::chrono::seconds imageDecodeTime{2}; // of the processor, besides what an image's size gives it
    };

    explicit RunnerProcess(QObject *parent = nullptr);
    ~RunnerProcess() override;

    void start(const Load &load);
    // → embedded() or embedFailed(), later. Long calls go in parts, and take turns with the others.
    void embed(RequestId id, const EmbedRequest &request);
    // Sends no more parts of it, and lets the runner drop those that it has; embedFailed() with Cancelled
    // follows when it has answered them.
    void cancel(RequestId id);
    // Asks it to stop, and kills it if it does not; stopped() follows.
    void stop();

    qint64 processId() const { return m_process.processId(); }

Q_SIGNALS:
    void loaded(const modeldeck::LoadedInfo &info);
    void embedded(modeldeck::RequestId id, const modeldeck::Embeddings &result);
    void embedFailed(modeldeck::RequestId id, const modeldeck::Error &error);
    // The weights changed under a loaded model, the runner does not answer, or it breaks the protocol: the
    // model is of no more use, and the caller is to stop it.
    void unusable(const modeldeck::Error &error);
    // The process has stopped. `why` says what happened if nobody asked for it.
    void stopped(const modeldeck::Error &why);

private:
    struct Message
    {
        qint64 number = 0;
        std::chrono::milliseconds deadline; // from the time when the runner can begin with it
        std::optional<RequestId> job;       // nothing: the load
    };
    using Clock = std::chrono::steady_clock;

    void send(protocol::Frame frame, std::chrono::milliseconds deadline, std::optional<RequestId> job);
    void sendParts();
    void readSocket();
    void take(const protocol::Frame &frame);
    void takeLoaded(const QCborMap &header);
    void takeEmbeddings(EmbedJob &job, const protocol::Frame &frame);
    void takeError(EmbedJob *job, const QCborMap &header);
    void answered();
    void finishIfDone(RequestId id);
    void watch();
    void giveUp(const Error &error);
    void processStopped();
    bool lackedMemoryToStart() const;
    Error crashError(const TextArgument &what) const;

    QProcess m_process;
    QLocalSocket m_socket;
    protocol::FrameReader m_reader;
    QTimer m_watchdog; // the runner answers the oldest message before its deadline
    QTimer m_killTimer;
    Load m_load;
    Clock::time_point m_started;
    qint64 m_lastMessage = 0;
    std::deque<Message> m_unanswered;
    std::map<RequestId, EmbedJob> m_jobs;
    std::deque<RequestId> m_turns; // the jobs that have more to send, the next one first
    QByteArray m_lastWords;        // the end of its standard error
    bool m_helloSeen = false;
    bool m_stopping = false;
    bool m_broken = false;
};

} // namespace modeldeck
