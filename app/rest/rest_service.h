// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rest/api/pipeline.h"
#include "app/rest/http/http_server.h"
#include "app/rest/rest_config.h"
#include "app/rest/rest_server.h"

#include <QFileSystemWatcher>

namespace modeldeck::api {

// What runs in the REST thread: the listening sockets and the latest snapshot, kept to the settings.
class RestService
{
public:
    using Tell = std::function<void(const RestStatus &)>;
    RestService(Engine &engine, Tell tell);
    ~RestService();

    RestStatus begin(const Settings &settings);
    // Listens no more. `finished`: every answer that was owed is sent.
    void finish(std::function<void()> finished);
    void retry();

private:
    struct Files // what those say that the settings name
    {
        QByteArray token;
        std::optional<QSslConfiguration> tls;
        QString problem;
        bool operator==(const Files &) const = default;
    };

    void see(std::shared_ptr<const Snapshot> snapshot);
    void rereadSoon();
    void reread();
    Result<RestConfig> read(const Settings &settings);
    void watchFiles(const Settings &settings);
    RestStatus apply(Result<RestConfig> config);
    RestStatus listen(const RestConfig &config);
    Result<void> open(const QList<QHostAddress> &addresses, quint16 port);
    Result<void> openOnce(const QList<QHostAddress> &addresses, quint16 port);
    void close();
    QStringList urls() const;

    Tell m_tell;
    Context m_context;
    QByteArray m_instance;
    std::shared_ptr<BodyBudget> m_bodies = std::make_shared<BodyBudget>();
    std::unique_ptr<Connections> m_connections;
    std::unique_ptr<HttpServer> m_server;
    std::vector<Gate *> m_gates;     // children of the server
    QList<QHostAddress> m_addresses; // asked for
    quint16 m_port = 0;              // asked for
    bool m_tls = false;
    RestStatus m_status; // as last told
    bool m_finishing = false;
    std::optional<Settings> m_seen;
    bool m_changed = false; // the settings, since they were applied
    QFileSystemWatcher m_watcher;
    Files m_files; // as last read
    QTimer m_reread;
};

} // namespace modeldeck::api
