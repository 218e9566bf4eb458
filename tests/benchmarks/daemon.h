// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/benchmarks/bench.h"

#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>

namespace modeldeck::bench {

// A modeldeckd of its own, and one kept connection to it.
class Daemon
{
public:
    explicit Daemon(const QString &modelsDirectory);
    ~Daemon();

    quint16 port() const { return m_port; }
    qint64 processId() const { return m_process.processId(); }
    double processorSeconds() const; // used by it so far
    // The process of the one model that is loaded.
    qint64 runnerId() const;

    QJsonObject post(const QByteArray &path, const QByteArray &body = {}) { return call("POST", path, body); }
    QJsonObject call(const QByteArray &method, const QByteArray &path, const QByteArray &body);
    static QByteArray embedBody(const QString &model, const QByteArray &image);

private:
    QTemporaryDir m_state;
    QProcess m_process;
    QTcpSocket m_socket;
    quint16 m_port = 0;
};

// Reads one answer with a Content-Length from a blocking socket; gives its body.
QByteArray readAnswer(QTcpSocket &socket);

} // namespace modeldeck::bench
