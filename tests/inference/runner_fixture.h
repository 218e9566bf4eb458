// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runner/protocol.h"

#include <QProcess>
#include <QStringList>
#include <memory>
#include <optional>

namespace modeldeck::fixture {

// The real modeldeck-runner on the other end of a socket pair, as the engine has it.
class Runner
{
public:
    explicit Runner(const QStringList &arguments = {});
    ~Runner();
    Runner(const Runner &) = delete;
    Runner &operator=(const Runner &) = delete;

    void sendBytes(const QByteArray &bytes);
    void send(const QCborMap &header, const QByteArray &payload = {});
    // The next frame, or nothing once the runner has hung up.
    std::optional<protocol::Frame> receive();
    // Sends with an id of its own, and gives the header and payload of the answer; an empty header
    // if none came.
    protocol::Frame ask(QCborMap header, const QByteArray &payload = {});
    protocol::Frame load(const QString &modelDir, const QString &layout = QStringLiteral("hf"));
    protocol::Frame embedTexts(const QStringList &texts);
    void hangUp();

    bool ended(); // waits for it
    QProcess &process() { return m_process; }
    QByteArray standardError() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
    int m_socket = -1;
    protocol::FrameReader m_reader;
    qint64 m_nextId = 100;
};

// Of an answer; empty where it has none.
QString typeOf(const protocol::Frame &frame);
QString codeOf(const protocol::Frame &frame);
QString messageOf(const protocol::Frame &frame);

} // namespace modeldeck::fixture
