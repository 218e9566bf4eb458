// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tools/fake_ollama/fake_ollama.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <algorithm>

namespace modeldeck::test {

using namespace Qt::StringLiterals;

FakeOllama::FakeOllama()
{
    connect(&m_server, &QTcpServer::newConnection, this, &FakeOllama::accept);
}

bool FakeOllama::listen(quint16 port)
{
    if (!m_server.listen(QHostAddress::LocalHost, port ? port : m_port))
        return false;
    m_port = m_server.serverPort();
    return true;
}

void FakeOllama::close()
{
    m_server.close();
    m_loaded.clear();
    m_leaving.clear();
    m_waiting.clear();
    for (const auto &socket : std::exchange(m_sockets, {})) {
        if (socket) {
            socket->abort();
            socket->deleteLater();
        }
    }
}

void FakeOllama::removeModel(const QString &name)
{
    std::erase_if(m_models, [&](const FakeModel &model) { return model.name == name; });
}

void FakeOllama::release()
{
    m_held.clear();
    for (const Waiting &waiting : std::exchange(m_waiting, {})) {
        if (waiting.socket && waiting.socket->state() == QAbstractSocket::ConnectedState)
            take(waiting.socket, waiting.call);
    }
}

int FakeOllama::count(const QString &path) const
{
    return int(
        std::count_if(m_calls.begin(), m_calls.end(), [&](const Call &call) { return call.path == path; }));
}

QJsonObject FakeOllama::last(const QString &path) const
{
    const auto it =
        std::find_if(m_calls.rbegin(), m_calls.rend(), [&](const Call &call) { return call.path == path; });
    return it == m_calls.rend() ? QJsonObject() : it->body;
}

int FakeOllama::connections() const
{
    return int(std::count_if(m_sockets.begin(), m_sockets.end(), [](const auto &socket) {
        return socket && socket->state() == QAbstractSocket::ConnectedState;
    }));
}

void FakeOllama::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        m_sockets.emplace_back(socket);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            std::erase_if(m_waiting, [socket](const Waiting &waiting) { return waiting.socket == socket; });
            socket->deleteLater();
        });
    }
}

void FakeOllama::read(QTcpSocket *socket)
{
    const QByteArray all = socket->peek(socket->bytesAvailable());
    const qsizetype headEnd = all.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    const QByteArray head = all.left(headEnd);
    qsizetype length = 0;
    for (const QByteArray &line : head.split('\n')) {
        if (line.toLower().startsWith("content-length:"))
            length = line.mid(15).trimmed().toLongLong();
    }
    if (all.size() < headEnd + 4 + length)
        return;
    socket->read(headEnd + 4 + length);
    const Call call{QString::fromLatin1(head.split(' ').value(1)),
                    QJsonDocument::fromJson(all.mid(headEnd + 4, length)).object()};
    m_calls.push_back(call);
    if (m_held.contains(call.path))
        m_waiting.push_back({socket, call});
    else
        take(socket, call);
}

void FakeOllama::take(QTcpSocket *socket, const Call &call)
{
    if (const auto trick = m_tricks.constFind(call.path); trick != m_tricks.constEnd())
        play(socket, call, *trick);
    else
        send(socket, answer(call));
}

void FakeOllama::play(QTcpSocket *socket, const Call &call, const Trick &trick)
{
    switch (trick.kind) {
    case Trick::Kind::Hang:
        return;
    case Trick::Kind::Half: {
        const Reply whole = answer(call);
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(whole.body.size()) +
                      "\r\n\r\n");
        socket->write(whole.body.left(whole.body.size() / 2));
        socket->disconnectFromHost();
        return;
    }
    case Trick::Kind::Die:
        socket->abort();
        return;
    case Trick::Kind::Huge:
        return sendHuge(socket);
    case Trick::Kind::Reply:
        return send(socket, {trick.status, trick.body, "application/json"});
    case Trick::Kind::Redirect:
        socket->write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + trick.body + "\r\n\r\n");
        return;
    case Trick::Kind::NotHttp:
        socket->write("SSH-2.0-OpenSSH_9.2\r\n");
        socket->disconnectFromHost();
        return;
    case Trick::Kind::Stall:
        socket->write("HTTP/1.1 200 OK\r\n\r\n" + trick.body);
        return;
    }
}

// A gigabyte, of which no more is made than the client takes.
void FakeOllama::sendHuge(QTcpSocket *socket)
{
    static constexpr qint64 gigabyte = 1024LL * 1024 * 1024;
    socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(gigabyte) + "\r\n\r\n");
    const auto left = std::make_shared<qint64>(gigabyte);
    const auto more = [socket, left] {
        if (*left <= 0 || socket->bytesToWrite() > 0)
            return;
        const QByteArray piece(qsizetype(std::min<qint64>(*left, 256 * 1024)), '7');
        *left -= piece.size();
        socket->write(piece);
    };
    connect(socket, &QTcpSocket::bytesWritten, socket, more);
}

void FakeOllama::send(QTcpSocket *socket, const Reply &reply)
{
    QByteArray out = "HTTP/1.1 " + QByteArray::number(reply.status) +
                     " Whatever\r\nContent-Type: " + reply.type +
                     "\r\nContent-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    if (isModeldeck)
        out += "X-Modeldeck-Instance: 1234\r\n";
    socket->write(out + "\r\n" + reply.body);
}

} // namespace modeldeck::test
