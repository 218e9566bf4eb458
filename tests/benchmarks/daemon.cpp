// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/daemon.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <unistd.h>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

namespace {

// /proc/PID/stat from the process's state on; empty if there is no such process.
QList<QByteArray> statOf(const QString &process)
{
    QFile file(u"/proc/%1/stat"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray stat = file.readAll();
    return stat.mid(stat.lastIndexOf(')') + 2).split(' ');
}

} // namespace

Daemon::Daemon(const QString &modelsDirectory)
{
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"MODELDECK_REST_API_MAX_CONNECTIONS"_s, u"512"_s);
    m_process.setProcessEnvironment(environment);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(QCoreApplication::applicationDirPath() + u"/modeldeckd"_s,
                    {u"--state-dir"_s, m_state.path(), u"--config"_s, m_state.filePath(u"config.json"_s),
                     u"--models-dir"_s, modelsDirectory, u"--port"_s, u"0"_s});
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(30'000))
            qFatal("modeldeckd did not start");
    }
    m_port = quint16(m_process.readLine().trimmed().split(':').last().toUInt());
    m_socket.connectToHost(u"127.0.0.1"_s, m_port);
    if (!m_socket.waitForConnected())
        qFatal("modeldeckd does not answer");
}

Daemon::~Daemon()
{
    m_process.terminate();
    m_process.waitForFinished();
}

double Daemon::processorSeconds() const
{
    const QList<QByteArray> fields = statOf(QString::number(m_process.processId()));
    return double(fields.value(11).toLongLong() + fields.value(12).toLongLong()) /
           double(::sysconf(_SC_CLK_TCK));
}

qint64 Daemon::runnerId() const
{
    for (const QString &entry : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs)) {
        if (statOf(entry).value(1).toLongLong() == m_process.processId())
            return entry.toLongLong();
    }
    return 0;
}

QJsonObject Daemon::call(const QByteArray &method, const QByteArray &path, const QByteArray &body)
{
    if (m_socket.state() != QAbstractSocket::ConnectedState) { // after a large body the server closes
        m_socket.abort();
        m_socket.connectToHost(u"127.0.0.1"_s, m_port);
        m_socket.waitForConnected();
    }
    m_socket.write(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                   QByteArray::number(body.size()) + "\r\n\r\n" + body);
    const QJsonObject answer = QJsonDocument::fromJson(readAnswer(m_socket)).object();
    if (answer.contains(u"error"_s))
        qFatal("%s", QJsonDocument(answer).toJson().constData());
    return answer;
}

QByteArray Daemon::embedBody(const QString &model, const QByteArray &image)
{
    return "{\"model\":\"" + model.toUtf8() +
           "\",\"modality\":\"image\",\"input\":[\"data:image/png;base64," + image.toBase64() + "\"]}";
}

QByteArray readAnswer(QTcpSocket &socket)
{
    QByteArray got;
    for (;;) {
        const qsizetype end = got.indexOf("\r\n\r\n");
        if (end >= 0) {
            const qsizetype length = got.indexOf("Content-Length: ");
            const qsizetype size = got.mid(length + 16, got.indexOf('\r', length) - length - 16).toLongLong();
            if (got.size() >= end + 4 + size)
                return got.mid(end + 4, size);
        }
        if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(120'000))
            qFatal("no answer");
        got += socket.readAll();
    }
}

} // namespace modeldeck::bench
