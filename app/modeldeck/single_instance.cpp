// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/modeldeck/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
Q_LOGGING_CATEGORY(windowLog, "modeldeck.window")
constexpr int patience = 1000; // ms

// Short, because the path of a socket is limited to 107 bytes.
QString nameOf(const QString &stateDirectory)
{
    const QByteArray hash = QCryptographicHash::hash(stateDirectory.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().first(12));
}
} // namespace

SingleInstance::SingleInstance(const QString &runtimeDirectory, const QString &stateDirectory,
                               QObject *parent)
    : QObject(parent), m_name(runtimeDirectory + u"/window-"_s + nameOf(stateDirectory))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            socket->disconnectFromServer(); // the connection is the whole message
            Q_EMIT raised();
        }
    });
}

bool SingleInstance::raiseOther() const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    return socket.waitForConnected(patience);
}

// The lock of the state directory decides who may run, so an old socket belongs to a process that was killed.
void SingleInstance::listen()
{
    QDir().mkpath(QFileInfo(m_name).path());
    QLocalServer::removeServer(m_name);
    if (!m_server.listen(m_name))
        qCWarning(windowLog).noquote()
            << "a second start will not find this window:" << m_server.errorString();
}

} // namespace modeldeck
