// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/http/connection.h"

#include <QTcpServer>

namespace modeldeck::api {

// All connections of all gates: the one place that counts them.
class Connections : public QObject
{
    Q_OBJECT
public:
    explicit Connections(GateRules rules, QObject *parent = nullptr)
        : QObject(parent), m_rules(std::move(rules))
    {
    }

    // For connections to come.
    void setRules(GateRules rules) { m_rules = std::move(rules); }
    // Takes over the descriptor. Beyond the cap: answers 503, and null.
    FedSocket *admit(qintptr descriptor);
    // The one whose request is being delivered. Delivery is synchronous: within it, this is whose it is.
    FedSocket *delivering() const { return m_delivering; }
    int count() const { return m_open; }
    const QByteArray &instance() const { return m_rules.instance; }
    // Every connection ends with the answer that it is owed. `finished` is called when all of them are sent.
    void finish(std::function<void()> finished);
    // A small answer always fits.
    bool fits(qint64 answer) const;

Q_SIGNALS:
    // A request of a method that Qt's parser does not know is delivered.
    void foreignRequest(FedSocket *from);

private:
    void closeDisconnected();
    std::unique_ptr<QTcpSocket> socketFor(qintptr descriptor) const;
    void tellWhenFinished();

    GateRules m_rules;
    int m_open = 0;
    QPointer<FedSocket> m_delivering;
    int m_refused = 0; // connections that still read their 503
    std::function<void()> m_finished;
};

// Listens on one address, and lets in what Connections admits. Qt's HTTP server is bound to it.
class Gate : public QTcpServer
{
    Q_OBJECT
public:
    explicit Gate(Connections &connections);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    Connections &m_connections;
};

} // namespace modeldeck::api
