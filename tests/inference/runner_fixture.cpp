// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inference/runner_fixture.h"

#include <QCborArray>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace modeldeck::fixture {

using namespace Qt::StringLiterals;

namespace {
constexpr int patience = 60'000; // milliseconds
}

Runner::Runner(const QStringList &arguments)
{
    int pair[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        qFatal("no socket pair");
    m_socket = pair[0];
    const int theirs = pair[1];
    m_process.setChildProcessModifier([theirs] {
        if (theirs == protocol::runnerSocket)
            ::fcntl(theirs, F_SETFD, 0);
        else
            ::dup2(theirs, protocol::runnerSocket);
    });
    m_process.start(QStringLiteral(RUNNER_PROGRAM), arguments);
    m_process.waitForStarted(patience);
    ::close(theirs);
}

Runner::~Runner()
{
    hangUp();
    m_process.kill();
    m_process.waitForFinished(patience);
}

void Runner::hangUp()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

bool Runner::ended()
{
    return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(patience);
}

void Runner::sendBytes(const QByteArray &bytes)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const ssize_t n =
            ::send(m_socket, bytes.constData() + at, std::size_t(bytes.size() - at), MSG_NOSIGNAL);
        if (n <= 0)
            return;
        at += n;
    }
}

void Runner::send(const QCborMap &header, const QByteArray &payload)
{
    sendBytes(protocol::encode({header, payload}));
}

std::optional<protocol::Frame> Runner::receive()
{
    for (;;) {
        if (auto frame = m_reader.next())
            return frame;
        pollfd waiting{m_socket, POLLIN, 0};
        QByteArray buffer(65536, Qt::Uninitialized);
        if (::poll(&waiting, 1, patience) <= 0)
            return std::nullopt;
        const ssize_t n = ::recv(m_socket, buffer.data(), std::size_t(buffer.size()), 0);
        if (n <= 0)
            return std::nullopt;
        buffer.truncate(n);
        m_reader.feed(buffer);
        if (m_reader.failed())
            return std::nullopt;
    }
}

protocol::Frame Runner::ask(QCborMap header, const QByteArray &payload)
{
    const qint64 id = m_nextId++;
    header.insert(u"id"_s, id);
    send(header, payload);
    while (auto frame = receive()) {
        if (frame->header.value(u"id"_s).toInteger(-1) == id)
            return *frame;
    }
    return {};
}

protocol::Frame Runner::load(const QString &modelDir, const QString &layout)
{
    return ask({{u"type"_s, u"load"_s},
                {u"model_dir"_s, modelDir},
                {u"layout"_s, layout},
                {u"device"_s, u"cpu"_s},
                {u"dtype"_s, u"float32"_s},
                {u"threads"_s, 0},
                {u"max_image_pixels"_s, 50'000'000}});
}

protocol::Frame Runner::embedTexts(const QStringList &texts)
{
    return ask({{u"type"_s, u"embed_texts"_s},
                {u"texts"_s, QCborArray::fromStringList(texts)},
                {u"normalize"_s, false},
                {u"truncate"_s, false}});
}

QString typeOf(const protocol::Frame &frame)
{
    return frame.header.value(u"type"_s).toString();
}

QString codeOf(const protocol::Frame &frame)
{
    return frame.header.value(u"code"_s).toString();
}

QString messageOf(const protocol::Frame &frame)
{
    return frame.header.value(u"message"_s).toString();
}

} // namespace modeldeck::fixture
