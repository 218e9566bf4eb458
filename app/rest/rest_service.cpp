// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/rest_service.h"

#include "app/rest/http/request_log.h"

#include <QFileInfo>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <algorithm>
#include <array>

namespace modeldeck::api {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(restServiceLog, "modeldeck.rest")

constexpr int portAttempts = 16;
// After a change: files are often written in several steps, and the answer that changed a setting is
// to get out.
constexpr auto settleTime = 100ms;
constexpr qint64 bodiesAtOnce = 4; // of the largest size

// Random per process, so that a program which takes us for its own Ollama can tell.
QByteArray randomName()
{
    std::array<quint32, 4> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
}

bool sameRestSettings(const Settings &a, const Settings &b)
{
    return std::ranges::all_of(allKeys, [&](Key key) {
        return !settingName(key).startsWith(u"rest_api_"_s) || a.value(key) == b.value(key);
    });
}

QString urlOf(const Gate &gate, bool tls)
{
    const QHostAddress address = gate.serverAddress();
    const bool v6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (tls ? u"https://"_s : u"http://"_s) +
           (v6 ? u'[' + address.toString() + u']' : address.toString()) + u':' +
           QString::number(gate.serverPort());
}

// A machine without IPv6 has no ::1; the other loopback address is enough.
bool isMissingIpv6(const QHostAddress &address, QAbstractSocket::SocketError error)
{
    return address == QHostAddress(QHostAddress::LocalHostIPv6) &&
           (error == QAbstractSocket::SocketAddressNotAvailableError ||
            error == QAbstractSocket::UnsupportedSocketOperationError);
}

} // namespace

RestService::RestService(Engine &engine, Tell tell) : m_tell(std::move(tell)), m_instance(randomName())
{
    m_context.engine = &engine;
    m_context.mailbox = Mailbox::create();
    m_context.worker = std::make_shared<WorkerThread>(u"rest worker"_s);
    m_reread.setSingleShot(true);
    m_reread.setInterval(settleTime);
    QObject::connect(&m_reread, &QTimer::timeout, &m_reread, [this] { reread(); });
    for (const auto changed : {&QFileSystemWatcher::fileChanged, &QFileSystemWatcher::directoryChanged})
        QObject::connect(&m_watcher, changed, &m_reread, [this] { rereadSoon(); });
}

RestService::~RestService()
{
    m_context.mailbox->close(); // no reply finds a handler any more
    close();
    m_connections.reset(); // abandons what waits
    m_server.reset();
}

RestStatus RestService::begin(const Settings &settings)
{
    m_context.engine->observe(
        m_context.mailbox, [this](std::shared_ptr<const Snapshot> now) { see(std::move(now)); },
        [events = m_context.events](const Event &event) { events->tell(event); });
    return m_status = apply(read(settings));
}

void RestService::finish(std::function<void()> finished)
{
    m_finishing = true;
    close();
    if (m_connections)
        m_connections->finish(std::move(finished));
    else
        finished();
}

// What was in the way may be gone, which no setting tells.
void RestService::retry()
{
    m_changed = true;
    reread();
}

void RestService::see(std::shared_ptr<const Snapshot> snapshot)
{
    m_context.see(std::move(snapshot));
    const Settings &settings = m_context.snapshot->settings;
    if (m_seen && !m_finishing && !sameRestSettings(*m_seen, settings)) {
        m_changed = true;
        // From where pages may call holds at once: the reply to the change comes after this.
        m_context.access.hosts = settings[RestApiAllowedHosts];
        m_context.access.origins = settings[RestApiAllowedOrigins];
    }
    m_seen = settings;
    if (m_changed)
        rereadSoon();
}

void RestService::rereadSoon()
{
    if (!m_reread.isActive())
        m_reread.start();
}

// The settings have changed, or a file that they name: the token, the certificate or its key. What is in a
// file when it can't be used, is half written, or does not match the other one yet, leaves what
// serves in force.
void RestService::reread()
{
    if (!m_seen || m_finishing)
        return;
    const bool changed = std::exchange(m_changed, false);
    const Files before = m_files;
    auto config = read(*m_seen);
    if (!changed && m_files == before) // another file in their folder
        return;
    const bool listening = m_status.state == RestStatus::State::Listening;
    if (changed || config || !listening)
        return m_tell(m_status = apply(std::move(config)));
    qCWarning(restServiceLog).noquote()
        << "still with the old token and certificate:" << config.error().message.english();
    m_status.error = config.error();
    m_tell(m_status);
}

// Watches the files before it reads them: none changes unseen in between.
Result<RestConfig> RestService::read(const Settings &settings)
{
    watchFiles(settings);
    auto config = RestConfig::read(settings);
    if (config)
        m_files = {config->access.token, config->gate.tls, {}};
    else
        m_files = {{}, {}, config.error().message.english()};
    return config;
}

void RestService::watchFiles(const Settings &settings)
{
    QStringList paths;
    for (const auto key : {RestApiTokenFile, RestApiTlsCertificate, RestApiTlsKey}) {
        const QFileInfo file(settings[key]);
        if (file.filePath().isEmpty())
            continue;
        if (QFileInfo::exists(file.absolutePath())) // files are replaced rather than written
            paths << file.absolutePath();
        if (file.exists())
            paths << file.filePath();
    }
    paths.removeDuplicates();
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    for (const QString &path : watched) {
        if (!paths.contains(path))
            m_watcher.removePath(path);
    }
    for (const QString &path : paths) {
        if (!watched.contains(path))
            m_watcher.addPath(path);
    }
}

RestStatus RestService::apply(Result<RestConfig> config)
{
    if (!config || !config->enabled) { // closed at once: never open to whom the settings shut out
        close();
        m_addresses.clear();
        m_connections.reset();
        m_server.reset();
        if (config)
            return {RestStatus::State::Off, {}, {}};
        return {RestStatus::State::Failed, {}, config.error()};
    }
    m_context.access = config->access;
    config->gate.instance = m_instance;
    config->gate.onRefusal = [meters = m_context.meters](const Error &error) {
        ++meters->refusals[error.code];
        const QByteArray id = requestId();
        logRefusal(id, error);
        return id;
    };
    config->gate.bodies = m_bodies;
    m_bodies->limit = bodiesAtOnce * config->gate.limits.bodyBytes;
    m_tls = config->gate.tls.has_value();
    if (!m_server) {
        m_connections = std::make_unique<Connections>(config->gate);
        m_server =
            std::make_unique<HttpServer>(*m_connections, [this](const Request &request, Answer answer) {
                return handleRequest(m_context, request, std::move(answer));
            });
    }
    m_connections->setRules(config->gate);
    return listen(*config);
}

RestStatus RestService::listen(const RestConfig &config)
{
    if (!m_gates.empty() && m_addresses == config.addresses && m_port == config.port)
        return {RestStatus::State::Listening, urls(), {}};
    close();
    const auto opened = open(config.addresses, config.port);
    if (!opened) {
        if (!m_addresses.isEmpty())
            (void)open(m_addresses, m_port); // back to what served; `urls` tells whether that worked
        return {RestStatus::State::Failed, urls(), opened.error()};
    }
    m_addresses = config.addresses;
    m_port = config.port;
    return {RestStatus::State::Listening, urls(), {}};
}

// Port 0 takes a free one with the first address, which may be taken on the second: then another.
Result<void> RestService::open(const QList<QHostAddress> &addresses, quint16 port)
{
    Result<void> opened = openOnce(addresses, port);
    for (int attempt = 1; !opened && port == 0 && attempt < portAttempts; ++attempt)
        opened = openOnce(addresses, port);
    return opened;
}

Result<void> RestService::openOnce(const QList<QHostAddress> &addresses, quint16 port)
{
    for (const QHostAddress &address : addresses) {
        auto gate = std::make_unique<Gate>(*m_connections);
        if (!gate->listen(address, port)) {
            if (addresses.size() > 1 && isMissingIpv6(address, gate->serverError()))
                continue;
            close();
            return failure(Error(ErrorCode::InvalidSetting, MD_TEXT("Can't listen on %1, port %2: %3"),
                                 address.toString(), QString::number(port), gate->errorString())
                               .withHint(MD_TEXT("Stop the other program, or choose another rest_api_port")));
        }
        port = gate->serverPort();
        m_server->bind(gate.get());
        m_gates.push_back(gate.release());
    }
    return {};
}

void RestService::close()
{
    for (Gate *gate : m_gates)
        delete gate;
    m_gates.clear();
}

QStringList RestService::urls() const
{
    QStringList out;
    for (const Gate *gate : m_gates)
        out += urlOf(*gate, m_tls);
    return out;
}

} // namespace modeldeck::api
