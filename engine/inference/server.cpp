// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/server.h"

#include "engine/inference/decoding/error_words.h"
#include "engine/inference/error.h"

#include <QCborArray>
#include <QElapsedTimer>
#include <QtEndian>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <malloc.h>
#include <poll.h>
#include <sys/socket.h>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t readBytes = 256 * 1024; // a socket holds less

// After so long without work, memory that the last request needed goes back to the system.
constexpr std::chrono::milliseconds idleBeforeTrim = 1s;

QString connectionError()
{
    return u"the connection failed: %1"_s.arg(qt_error_string(errno));
}

// False if the time is over first.
bool waitFor(int socket, short events, int milliseconds)
{
    pollfd waiting{socket, events, 0};
    int ready = 0;
    do {
        ready = ::poll(&waiting, 1, milliseconds);
    } while (ready < 0 && errno == EINTR);
    return ready != 0;
}

// Weights that changed mean more than a failed request: the engine then loads the model again.
const char *codeOf(const Error &error)
{
    return qstrcmp(error.message.source, protocol::words::changedWeights) == 0
               ? protocol::error_code::modelChanged
               : errorName(error.code);
}

protocol::Frame errorFrame(qint64 id, const Error &error)
{
    protocol::Frame frame{errorToMap(error), {}};
    frame.header.insert(u"type"_s, u"error"_s);
    frame.header.insert(u"id"_s, id);
    frame.header.insert(u"code"_s, QString::fromLatin1(codeOf(error)));
    if (error.index)
        frame.header.insert(u"index"_s, *error.index);
    return frame;
}

// The request that a frame cancels, if it does.
std::optional<qint64> cancelledBy(const protocol::Frame &frame)
{
    const auto envelope = readEnvelope(frame);
    return envelope && envelope->type == u"cancel" ? std::optional(envelope->id) : std::nullopt;
}

Result<protocol::Frame> embeddingsFrame(const Vectors &vectors, const std::vector<int> &tokens, int dimension,
                                        double seconds)
{
    QCborArray tokenArray;
    for (const int n : tokens)
        tokenArray.append(n);
    protocol::Frame frame{{{u"type"_s, u"embeddings"_s},
                           {u"dimension"_s, dimension},
                           {u"count"_s, qint64(tokens.size())},
                           {u"tokens"_s, tokenArray},
                           {u"seconds"_s, seconds}},
                          QByteArray(qsizetype(vectors.size() * sizeof(float)), Qt::Uninitialized)};
    qToLittleEndian<float>(vectors.data(), qsizetype(vectors.size()), frame.payload.data());
    constexpr qsizetype room = 1024 * 1024; // for the header
    if (frame.payload.size() > protocol::maxFrameBytes - room)
        return failure(ErrorCode::InvalidRequest, "so many vectors do not fit into one answer");
    return frame;
}

double secondsOf(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) * 1e-9;
}

tl::unexpected<Error> notLoaded()
{
    return failure(ErrorCode::InvalidRequest, "no model is loaded");
}

Result<protocol::Frame> cancelled()
{
    return failure(ErrorCode::Cancelled, "cancelled");
}

} // namespace

Server::Server(int socket, Nursery &nursery, std::function<void(const LoadOptions &)> beforeLoad)
    : m_socket(socket), m_nursery(nursery), m_beforeLoad(std::move(beforeLoad)), m_incoming(readBytes)
{
}

tl::expected<void, QString> Server::run()
{
    if (auto sent = send(
            {{{u"type"_s, u"hello"_s}, {u"version"_s, protocol::version}, {u"cuda"_s, cudaAvailable()}}, {}});
        !sent)
        return sent;
    for (;;) {
        for (sortFrames(); !m_waiting.empty(); sortFrames()) {
            const protocol::Frame frame = std::move(m_waiting.front());
            m_waiting.pop_front();
            const auto goOn = serve(frame);
            if (!goOn)
                return tl::unexpected(goOn.error());
            if (!*goOn)
                return {};
        }
        if (m_reader.failed())
            return tl::unexpected(m_reader.error());
        const auto more = waitForSome();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return {};
    }
}

tl::expected<bool, QString> Server::waitForSome()
{
    if (!m_trimmed && !waitFor(m_socket, POLLIN, int(idleBeforeTrim.count()))) {
        if (m_embedder)
            m_embedder->rest();
        ::malloc_trim(0);
        m_trimmed = true;
    }
    waitFor(m_socket, POLLIN, -1);
    return receive();
}

tl::expected<bool, QString> Server::receive()
{
    const ssize_t n = ::recv(m_socket, m_incoming.data(), m_incoming.size(), MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno == ECONNRESET))
        return false;
    if (n > 0)
        m_reader.feed(QByteArrayView(m_incoming.data(), n));
    else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        return tl::unexpected(connectionError());
    return true;
}

// Takes what has been read. A cancel counts at once; that of a request with an answer is too late.
void Server::sortFrames()
{
    while (auto frame = m_reader.next()) {
        const auto cancelled = cancelledBy(*frame);
        if (!cancelled)
            m_waiting.push_back(*std::move(frame));
        else if (*cancelled == m_current || std::ranges::any_of(m_waiting, [&](const auto &waiting) {
                     return waiting.header.value(u"id"_s).toInteger() == *cancelled;
                 }))
            m_cancelled.insert(*cancelled);
    }
}

// Asked while others decode, when there is something to read.
bool Server::isNoLongerWanted()
{
    const auto more = receive();
    sortFrames();
    return !more || !*more || m_cancelled.contains(m_current);
}

tl::expected<void, QString> Server::send(const protocol::Frame &frame) const
{
    const QByteArray bytes = protocol::encode(frame);
    qsizetype at = 0;
    while (at < bytes.size()) {
        const ssize_t n =
            ::send(m_socket, bytes.constData() + at, std::size_t(bytes.size() - at), MSG_NOSIGNAL);
        if (n >= 0)
            at += n;
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            waitFor(m_socket, POLLOUT, -1);
        else if (errno != EINTR)
            return tl::unexpected(connectionError());
    }
    return {};
}

tl::expected<bool, QString> Server::serve(const protocol::Frame &frame)
{
    const auto envelope = readEnvelope(frame);
    if (!envelope)
        return tl::unexpected(envelope.error());
    if (envelope->type == u"shutdown")
        return false;
    m_current = envelope->id;
    auto answered = m_cancelled.contains(m_current) ? cancelled() : answerTo(*envelope, frame);
    m_cancelled.erase(std::exchange(m_current, 0));
    m_trimmed = false;
    if (answered)
        answered->header.insert(u"id"_s, envelope->id);
    const auto sent = send(answered ? *answered : errorFrame(envelope->id, answered.error()));
    if (!sent)
        return tl::unexpected(sent.error());
    if (m_nursery.isGone())
        return tl::unexpected(u"the process that starts the decoders of images was killed"_s);
    return true;
}

Result<protocol::Frame> Server::answerTo(const Envelope &envelope, const protocol::Frame &frame)
{
    try {
        const auto request = readRequest(envelope, frame);
        if (!request)
            return tl::unexpected(request.error());
        return std::visit([this](const auto &r) { return answer(r); }, *request);
    } catch (const std::bad_alloc &) {
        return tl::unexpected(outOfMemory());
    }
}

Result<protocol::Frame> Server::answer(const LoadRequest &request)
{
    if (std::exchange(m_loadSeen, true))
        return failure(ErrorCode::InvalidRequest, "this runner was given its model already");
    m_beforeLoad(request.options);
    auto embedder =
        Embedder::load(request.options, m_nursery,
                       {.maxPixels = request.maxImagePixels, .processorTime = request.imageDecodeTime});
    if (!embedder)
        return tl::unexpected(embedder.error());
    m_embedder = std::move(*embedder);
    ::malloc_trim(0); // what the loading needed
    const ClipConfig &config = m_embedder->model().config();
    const LoadFacts &facts = m_embedder->model().facts();
    return protocol::Frame{{{u"type"_s, u"loaded"_s},
                            {u"dimension"_s, config.dimension},
                            {u"context_length"_s, config.contextLength},
                            {u"image_size"_s, config.imageSize},
                            {u"device"_s, facts.device},
                            {u"dtype"_s, facts.dtype},
                            {u"parameters"_s, facts.parameters},
                            {u"map_seconds"_s, facts.mapSeconds},
                            {u"convert_seconds"_s, facts.convertSeconds},
                            {u"weight_files"_s, QCborArray::fromStringList(facts.weightFiles)}},
                           {}};
}

Result<protocol::Frame> Server::answer(const EmbedImagesRequest &request)
{
    if (!m_embedder)
        return notLoaded();
    QElapsedTimer timer;
    timer.start();
    const auto vectors = m_embedder->embedImages(request.files, request.normalize,
                                                 {m_socket, [this] { return isNoLongerWanted(); }});
    if (!vectors)
        return tl::unexpected(vectors.error());
    ++m_requests;
    m_images += qint64(request.files.size());
    m_seconds += secondsOf(timer);
    const std::vector<int> tokens(request.files.size(), 0); // images count none
    return embeddingsFrame(*vectors, tokens, m_embedder->model().config().dimension, secondsOf(timer));
}

Result<protocol::Frame> Server::answer(const EmbedTextsRequest &request)
{
    if (!m_embedder)
        return notLoaded();
    QElapsedTimer timer;
    timer.start();
    const auto result = m_embedder->embedTexts(request.texts, request.normalize, request.truncate);
    if (!result)
        return tl::unexpected(result.error());
    ++m_requests;
    m_texts += qint64(request.texts.size());
    m_seconds += secondsOf(timer);
    return embeddingsFrame(result->vectors, result->tokens, m_embedder->model().config().dimension,
                           secondsOf(timer));
}

Result<protocol::Frame> Server::answer(const StatsRequest &)
{
    return protocol::Frame{{{u"type"_s, u"stats"_s},
                            {u"requests"_s, m_requests},
                            {u"images"_s, m_images},
                            {u"texts"_s, m_texts},
                            {u"seconds"_s, m_seconds}},
                           {}};
}

} // namespace modeldeck::inference
