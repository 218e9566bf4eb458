// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <tl/expected.hpp>

class QSocketNotifier;

namespace modeldeck {

struct HttpRequest
{
    QUrl url;          // http or https
    QByteArray body{}; // JSON, which makes it a POST; empty: a GET
    std::chrono::milliseconds connectTimeout = std::chrono::seconds(5);
    std::chrono::milliseconds totalTimeout{0}; // 0: none
    std::chrono::seconds silenceTimeout{0};    // without a byte; 0: none
    qint64 maxBytes = 1024 * 1024;             // of the answer's body
    // Takes the body of an answer with status 200 as it comes; that answer's body is then empty, and has no
    // limit. False: it has seen enough, and the answer counts as ended.
    std::function<bool(const QByteArray &)> onData{};
};

struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QHash<QByteArray, QByteArray> headers; // names in lower case; the last one of a name
    QDateTime date;                        // by the server's clock; by ours where it does not say
};

struct HttpFailure
{
    enum class Kind {
        Unreachable, // no connection
        TimedOut,    // connected, and then no answer in time
        TooLarge,    // more than maxBytes
        BrokenOff,   // the answer ended early, or was no HTTP
    };
    Kind kind;
    QString detail; // libcurl's words
};
using HttpResult = tl::expected<HttpAnswer, HttpFailure>;

// HTTP on libcurl's multi interface, driven by the event loop of its thread: no threads of ours, no blocking.
// Redirects are not followed, loopback addresses never go through a proxy.
class HttpClient : public QObject
{
public:
    using TransferId = quint64;
    using Done = std::function<void(HttpResult)>;

    explicit HttpClient(QObject *parent = nullptr);
    ~HttpClient() override; // drops what runs

    // `done` is called once, never from within this call.
    TransferId start(HttpRequest request, Done done);
    // Aborts it; `done` is not called. An id that has ended is ignored.
    void cancel(TransferId id);

private:
    struct Transfer;
    struct Multi;

    static int socketCallback(void *easy, int socket, int what, void *self, void *);
    static int timerCallback(void *multi, long milliseconds, void *self);
    void watch(int socket, int what);
    void forget(int socket);
    void act(int socket, int events);
    void deliver();
    void deliverPieces();
    void finish(void *easy, int code);

    struct Watched
    {
        QSocketNotifier *read = nullptr;
        QSocketNotifier *write = nullptr;
    };

    std::unique_ptr<Multi> m_multi;
    std::map<TransferId, std::unique_ptr<Transfer>> m_transfers;
    std::map<int, Watched> m_sockets;
    QTimer m_timer;
    TransferId m_lastId = 0;
};

} // namespace modeldeck
