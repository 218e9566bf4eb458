// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/http_client.h"

#include <QSocketNotifier>
#include <algorithm>
#include <curl/curl.h>
#include <vector>

namespace modeldeck {

namespace {

struct EasyDeleter
{
    void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter
{
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

constexpr long mostIdleConnections = 4;
constexpr long receiveBuffer = 128 * 1024;

HttpFailure::Kind kindOf(CURLcode code, bool sent)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
        return HttpFailure::Kind::Unreachable;
    case CURLE_OPERATION_TIMEDOUT:
        return sent ? HttpFailure::Kind::TimedOut : HttpFailure::Kind::Unreachable;
    case CURLE_FILESIZE_EXCEEDED:
        return HttpFailure::Kind::TooLarge;
    default:
        return HttpFailure::Kind::BrokenOff;
    }
}

} // namespace

struct HttpClient::Multi
{
    // libcurl's one-time set-up; the first client is made before there could be another thread that uses it.
    Multi()
    {
        static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
        handle = ready == CURLE_OK ? curl_multi_init() : nullptr;
        if (!handle)
            qFatal("libcurl does not start");
    }
    ~Multi() { curl_multi_cleanup(handle); }
    Q_DISABLE_COPY_MOVE(Multi)

    CURLM *handle;
};

struct HttpClient::Transfer
{
    std::unique_ptr<CURL, EasyDeleter> easy{curl_easy_init()};
    std::unique_ptr<curl_slist, ListDeleter> requestHeaders;
    HttpRequest request;
    Done done;
    QByteArray received; // not yet handed on
    bool tooLarge = false;
    char errorText[CURL_ERROR_SIZE] = "";

    static std::size_t write(char *data, std::size_t, std::size_t size, void *self)
    {
        auto &transfer = *static_cast<Transfer *>(self);
        transfer.tooLarge =
            !transfer.streams() && transfer.received.size() + qint64(size) > transfer.request.maxBytes;
        if (transfer.tooLarge)
            return 0; // ends the transfer
        transfer.received.append(data, qsizetype(size));
        return size;
    }

    int status() const
    {
        long code = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &code);
        return int(code);
    }
    bool streams() const { return request.onData && status() == 200; }

    void setUp()
    {
        CURL *handle = easy.get();
        curl_easy_setopt(handle, CURLOPT_URL, request.url.toEncoded().constData());
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, receiveBuffer);
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, long(request.connectTimeout.count()));
        curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, long(request.totalTimeout.count()));
        if (request.silenceTimeout.count() > 0) {
            curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
            curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, long(request.silenceTimeout.count()));
        }
        curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, errorText);
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::write);
        curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
        curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
        if (request.body.isEmpty())
            return;
        // No "Expect: 100-continue": servers that ignore it cost a second a request.
        curl_slist *headers = curl_slist_append(nullptr, "Content-Type: application/json");
        requestHeaders.reset(curl_slist_append(headers, "Expect:"));
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, requestHeaders.get());
        curl_easy_setopt(handle, CURLOPT_POST, 1L);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS,
                         request.body.constData()); // not copied: it lives as long
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.size()));
    }

    HttpResult result(CURLcode code) const
    {
        if (code == CURLE_OK) {
            HttpAnswer answer{status(), received, {}, QDateTime::currentDateTimeUtc()};
            curl_header *header = nullptr;
            while ((header = curl_easy_nextheader(easy.get(), CURLH_HEADER, -1, header)))
                answer.headers.insert(QByteArray(header->name).toLower(), header->value);
            if (const time_t date = curl_getdate(answer.headers.value("date").constData(), nullptr); date > 0)
                answer.date = QDateTime::fromSecsSinceEpoch(date).toUTC();
            return answer;
        }
        long sent = 0; // bytes
        curl_easy_getinfo(easy.get(), CURLINFO_REQUEST_SIZE, &sent);
        const QString detail = QString::fromUtf8(*errorText ? errorText : curl_easy_strerror(code));
        return tl::unexpected(
            HttpFailure{tooLarge ? HttpFailure::Kind::TooLarge : kindOf(code, sent > 0), detail});
    }
};

HttpClient::HttpClient(QObject *parent) : QObject(parent), m_multi(std::make_unique<Multi>())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { act(CURL_SOCKET_TIMEOUT, 0); });
    CURLM *multi = m_multi->handle;
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &HttpClient::socketCallback);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &HttpClient::timerCallback);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, mostIdleConnections);
}

HttpClient::~HttpClient()
{
    for (const auto &[id, transfer] : m_transfers)
        curl_multi_remove_handle(m_multi->handle, transfer->easy.get());
    m_transfers.clear();
    m_multi.reset(); // closes idle connections, and with them our notifiers
}

HttpClient::TransferId HttpClient::start(HttpRequest request, Done done)
{
    auto transfer = std::make_unique<Transfer>();
    transfer->request = std::move(request);
    transfer->done = std::move(done);
    transfer->setUp();
    curl_multi_add_handle(m_multi->handle,
                          transfer->easy.get()); // asks for a timer; nothing happens before that
    m_transfers.emplace(++m_lastId, std::move(transfer));
    return m_lastId;
}

void HttpClient::cancel(TransferId id)
{
    const auto node = m_transfers.extract(id);
    if (!node.empty())
        curl_multi_remove_handle(m_multi->handle, node.mapped()->easy.get());
}

int HttpClient::socketCallback(void *, int socket, int what, void *self, void *)
{
    static_cast<HttpClient *>(self)->watch(socket, what);
    return 0;
}

int HttpClient::timerCallback(void *, long milliseconds, void *self)
{
    QTimer &timer = static_cast<HttpClient *>(self)->m_timer;
    if (milliseconds < 0)
        timer.stop();
    else
        timer.start(std::chrono::milliseconds(milliseconds));
    return 0;
}

void HttpClient::watch(int socket, int what)
{
    if (what == CURL_POLL_REMOVE)
        return forget(socket);
    Watched &watched = m_sockets[socket];
    const auto set = [&](QSocketNotifier *&notifier, QSocketNotifier::Type type, int flag, int events) {
        if (!notifier && (what & flag)) {
            notifier = new QSocketNotifier(socket, type, this);
            connect(notifier, &QSocketNotifier::activated, this,
                    [this, socket, events] { act(socket, events); });
        }
        if (notifier)
            notifier->setEnabled(what & flag);
    };
    set(watched.read, QSocketNotifier::Read, CURL_POLL_IN, CURL_CSELECT_IN);
    set(watched.write, QSocketNotifier::Write, CURL_POLL_OUT, CURL_CSELECT_OUT);
}

void HttpClient::forget(int socket)
{
    const auto node = m_sockets.extract(socket);
    if (node.empty())
        return;
    for (QSocketNotifier *notifier : {node.mapped().read, node.mapped().write}) {
        if (notifier) {
            notifier->setEnabled(false); // the descriptor is about to be closed
            notifier->deleteLater();     // it may be what called us
        }
    }
}

void HttpClient::act(int socket, int events)
{
    int running = 0;
    curl_multi_socket_action(m_multi->handle, socket, events, &running);
    deliver();
}

// Out of libcurl's own callbacks, from which it may not be called: what is called here may start and cancel.
void HttpClient::deliver()
{
    deliverPieces();
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi->handle, &left)) {
        if (message->msg == CURLMSG_DONE)
            finish(message->easy_handle, message->data.result); // `message` does not outlive this
    }
}

void HttpClient::deliverPieces()
{
    std::vector<TransferId> streaming;
    for (const auto &[id, transfer] : m_transfers) {
        if (!transfer->received.isEmpty() && transfer->streams())
            streaming.push_back(id);
    }
    for (const TransferId id : streaming) {
        const auto it = m_transfers.find(id);
        if (it == m_transfers.end())
            continue;
        const auto onData = it->second->request.onData; // outlives a cancel from within
        const bool enough = !onData(std::exchange(it->second->received, {}));
        if (const auto still = m_transfers.find(id); enough && still != m_transfers.end())
            finish(still->second->easy.get(), CURLE_OK);
    }
}

void HttpClient::finish(void *easy, int code)
{
    curl_multi_remove_handle(m_multi->handle, easy);
    const auto it = std::ranges::find_if(
        m_transfers, [easy](const auto &item) { return item.second->easy.get() == easy; });
    if (it == m_transfers.end())
        return;
    const std::unique_ptr<Transfer> transfer = std::move(m_transfers.extract(it).mapped());
    transfer->done(transfer->result(CURLcode(code)));
}

} // namespace modeldeck
