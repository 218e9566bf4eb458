// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_server.h"

#include "engine/base/model_name.h"
#include "engine/config/ollama_host.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype longestName = 255;

Text newsOf(OllamaState state, const Text &problem)
{
    switch (state) {
    case OllamaState::Disabled:
        return MD_TEXT("Ollama is now switched off");
    case OllamaState::Connecting:
        return {}; // no news yet
    case OllamaState::Available:
        return MD_TEXT("Ollama is now available");
    case OllamaState::Degraded:
        return {MD_TEXT("Ollama is now degraded: %1"), problem};
    case OllamaState::Unavailable:
        return {MD_TEXT("Ollama is now unavailable: %1"), problem};
    }
    Q_UNREACHABLE();
}

} // namespace

OllamaServer::OllamaServer(const Clock &clock) : m_clock(clock), m_connection(clock)
{
    m_attemptTimer.setSingleShot(true);
    connect(&m_attemptTimer, &QTimer::timeout, this, &OllamaServer::attempt);
    connect(&m_client, &OllamaClient::reached, this,
            [this](std::chrono::milliseconds took) { apply([&] { m_connection.worked(took); }); });
    connect(&m_client, &OllamaClient::failing, this,
            [this](const Text &problem) { apply([&] { m_connection.failed(problem); }); });
    connect(&m_client, &OllamaClient::unreachable, this,
            [this](const Text &problem) { apply([&] { m_connection.lost(problem); }); });
}

void OllamaServer::setSettings(const Settings &settings, const QString &environmentHost)
{
    const OllamaClient::Target target{ollamaAddress(settings[OllamaHost], environmentHost),
                                      settings[OllamaConnectTimeout], settings[OllamaRequestTimeout]};
    const bool enabled = settings[OllamaEnabled];
    const bool isAnother = target.address != m_target.address;
    m_target = target;
    m_client.setTarget(target);
    if (enabled == m_enabled && !isAnother)
        return;
    m_enabled = enabled;
    ++m_generation;
    m_models.forget();
    m_version.clear();
    apply([this] {
        if (m_enabled)
            m_connection.connectNow();
        else
            m_connection.disable();
    });
    if (!m_enabled)
        answerRetries(tl::unexpected(awayError()));
    tellModels();
}

QString OllamaServer::address() const
{
    return shownAddress(m_target.address);
}

bool OllamaServer::isOnThisMachine() const
{
    return isThisMachine(m_target.address);
}

Error OllamaServer::awayError() const
{
    const Text hint = m_enabled ? Text(MD_TEXT("Start it (“ollama serve”), or set ollama_host")) : Text{};
    Error error = ollamaError(ErrorCode::OllamaUnavailable, m_connection.problem(), hint);
    if (const auto at = m_connection.attemptAt())
        error.retryAfter = std::max(1s, std::chrono::ceil<std::chrono::seconds>(*at - m_clock.now()));
    return error;
}

OllamaView OllamaServer::view() const
{
    // That it is switched off is a calm state, not a problem.
    const Text problem = m_enabled ? m_connection.problem() : Text{};
    return {m_connection.state(), address(), m_version, problem};
}

std::vector<CatalogEntry> OllamaServer::entries() const
{
    return m_models.entries(answers() ? Text{} : m_connection.problem());
}

// Every change of the connection goes through here: what follows from it is told in one place.
void OllamaServer::apply(const std::function<void()> &change)
{
    const OllamaState before = m_connection.state();
    const Text problemBefore = m_connection.problem();
    const bool answeredBefore = answers();
    change();
    plan();
    const OllamaState now = m_connection.state();
    if (now == before && m_connection.problem() == problemBefore)
        return;
    if (const Text news = newsOf(now, m_connection.problem()); now != before && !news.isEmpty())
        Q_EMIT told(news);
    Q_EMIT changed();
    if (answeredBefore && !answers())
        Q_EMIT lost();
    tellModels(); // why a model is not there may be another reason now
    if (!answeredBefore && answers())
        Q_EMIT connected();
}

void OllamaServer::plan()
{
    if (const auto at = m_connection.attemptAt())
        m_attemptTimer.start(
            std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(*at - m_clock.now())));
    else
        m_attemptTimer.stop();
}

void OllamaServer::attempt()
{
    m_connection.attemptBegun();
    m_client.forgetVersion();
    const auto isStale = [this, generation = m_generation] { return generation != m_generation; };
    m_client.version([=, this](const Result<OllamaClient::Version> &version) {
        if (isStale())
            return;
        if (version && version->isModeldeck)
            return attemptFailed(
                ollamaError(ErrorCode::OllamaUnavailable, MD_TEXT("this is Modeldeck itself, not Ollama")));
        if (!version && version.error().code != ErrorCode::NotFound) // which old versions answer
            return attemptFailed(version.error());
        m_version = version ? version->text : QString();
        listModels([=, this](const Result<void> &listed) {
            if (isStale())
                return;
            if (!listed)
                return attemptFailed(listed.error());
            apply([this] { m_connection.connected(); });
            answerRetries(0);
        });
    });
}

void OllamaServer::attemptFailed(const Error &error)
{
    apply([&] { m_connection.lost(error.message); }); // if it is not known already
    answerRetries(tl::unexpected(awayError()));
}

void OllamaServer::answerRetries(const Result<int> &result)
{
    for (const auto &done : std::exchange(m_retryWaiters, {}))
        done(result);
}

void OllamaServer::retry(Done<int> done)
{
    if (!m_enabled)
        return done(tl::unexpected(awayError()));
    if (answers())
        return done(0);
    m_retryWaiters.push_back(std::move(done));
    if (m_connection.attemptAt()) // else one runs
        apply([this] { m_connection.connectNow(); });
}

void OllamaServer::listModels(Done<void> done)
{
    m_client.tags(
        [this, generation = m_generation, done = std::move(done)](Result<std::vector<OllamaTag>> tags) {
            if (generation != m_generation)
                return done(tl::unexpected(awayError()));
            if (!tags)
                return done(tl::unexpected(tags.error()));
            describeNext(m_models.setTags(std::move(*tags)), done);
        });
}

void OllamaServer::tellModels()
{
    QStringList now;
    for (const CatalogEntry &entry : entries())
        now << QStringList{entry.id,
                           QString::number(entry.installed),
                           entry.reason.english(),
                           QString::number(entry.dimension),
                           QString::number(entry.contextLength),
                           QString::number(entry.bytesOnDisk.value)}
                   .join(u' ');
    if (std::exchange(m_toldModels, now) != now)
        Q_EMIT modelsChanged();
}

// One after the other: there may be many, and Ollama reads a file for each.
void OllamaServer::describeNext(QStringList names, const Done<void> &done)
{
    if (names.isEmpty()) {
        tellModels();
        return done({});
    }
    const QString name = names.takeFirst();
    m_client.show(name, [=, this, generation = m_generation](const Result<QJsonObject> &shown) {
        if (generation != m_generation)
            return done(tl::unexpected(awayError()));
        if (!shown && shown.error().code == ErrorCode::TimeoutUpstream)
            return done(tl::unexpected(shown.error())); // the others would hang, too
        if (shown)
            m_models.describe(name, readDescription(*shown)); // else its family must do
        describeNext(names, done);
    });
}

void OllamaServer::describe(const QString &name, Done<QJsonObject> done)
{
    const auto id = checkedModelId(name);
    if (!id)
        return done(failure(id.error()));
    if (!answers())
        return done(failure(awayError()));
    m_client.show(ollamaNameOf(*id), std::move(done));
}

Result<QString> checkedModelId(const QString &name)
{
    const QString id = modelIdOf(name);
    const bool printable = std::ranges::all_of(name, [](QChar c) { return c.isPrint() && !c.isSpace(); });
    if (id.isEmpty() || name.size() > longestName || !printable)
        return failure(ErrorCode::InvalidRequest, MD_TEXT("“%1” can't be the name of a model"),
                       name.left(longestName));
    return id;
}

} // namespace modeldeck
