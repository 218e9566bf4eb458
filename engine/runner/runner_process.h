// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/effects.h"
#include "engine/runner/protocol.h"

#include <QLocalSocket>
#include <QProcess>
#include <QTimer>
#include <deque>
#include <map>

namespace modeldeck {

// The engine's side of one modeldeck-runner: starts it, sends it work, watches it. It ends the process when it is
// destroyed. Engine thread; asynchronous throughout.
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
    };

    explicit RunnerProcess(QObject *parent = nullptr);
    ~RunnerProcess() override;

    void start(const Load &load);
    // Texts and images go as separate messages; the answer comes as one, in the order of the inputs.
    void embed(RequestId id, const EmbedRequest &request);
    // Asks it to end, and kills it if it does not; ended() follows.
    void stop();

    qint64 processId() const { return m_process.processId(); }

Q_SIGNALS:
    void loaded(const modeldeck::LoadedInfo &info);
    void embedded(modeldeck::RequestId id, const modeldeck::Embeddings &result);
    void embedFailed(modeldeck::RequestId id, const modeldeck::Error &error);
    // The weights changed under a loaded model, the runner does not answer, or it breaks the protocol: the model
    // is of no more use, and the caller is to stop it.
    void unusable(const modeldeck::Error &error);
    // The process is gone. `why` says what happened if nobody asked for it.
    void ended(const modeldeck::Error &why);

private:
    // One embed call: up to two messages, whose answers are put together.
    struct Job
    {
        RequestId id = 0;
        std::vector<int> textPlaces; // index in the request of each text, of each image
        std::vector<int> imagePlaces;
        int answersMissing = 0;
        Embeddings result;
        std::optional<Error> error;
    };
    using Clock = std::chrono::steady_clock;

    void send(const QCborMap &header, const QByteArray &payload, std::chrono::milliseconds deadline);
    void sendPart(Job &job, bool isText, const QCborMap &header, const QByteArray &payload);
    void sendTexts(Job &job, const EmbedRequest &request);
    void sendImages(Job &job, const EmbedRequest &request);
    void readSocket();
    void take(const protocol::Frame &frame);
    void takeLoaded(const QCborMap &header);
    void takeEmbeddings(qint64 message, const protocol::Frame &frame);
    void takeError(qint64 message, const QCborMap &header);
    void answered(qint64 message);
    void jobAnswered(Job &job);
    void watch();
    void giveUp(const Error &error);
    void processEnded();
    Error crashError(const QString &what) const;

    QProcess m_process;
    QLocalSocket m_socket;
    protocol::FrameReader m_reader;
    QTimer m_watchdog; // the runner answers the oldest message before its deadline
    QTimer m_killTimer;
    Load m_load;
    Clock::time_point m_started;
    qint64 m_lastMessage = 0;
    std::deque<std::pair<qint64, std::chrono::milliseconds>> m_unanswered; // message and its time to answer
    std::map<RequestId, Job> m_jobs;
    std::map<qint64, std::pair<RequestId, bool>> m_messages; // message → job, and whether it holds texts
    QByteArray m_lastWords; // the end of its standard error
    bool m_helloSeen = false;
    bool m_stopping = false;
    bool m_broken = false;
};

} // namespace modeldeck
