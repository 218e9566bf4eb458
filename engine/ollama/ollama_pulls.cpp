// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_pulls.h"
#include "engine/base/model_name.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto rateWindow = 5s;
constexpr auto betweenSamples = 200ms;

tl::unexpected<Error> cancelled(const QString &modelId)
{
    return failure(ErrorCode::Cancelled, MD_TEXT("The download of “%1” was cancelled"), modelId);
}

} // namespace

void PullProgress::take(const OllamaPullLine &line, BootTime now)
{
    m_status = line.status;
    if (!line.digest.isEmpty() && line.total.value > 0) {
        const auto [it, isNew] = m_layers.try_emplace(line.digest, Layer{line.total, line.completed});
        if (!isNew && line.completed > it->second.completed)
            m_moved += line.completed - it->second.completed;
        it->second = {line.total, std::min(line.completed, line.total)};
    }
    if (m_samples.empty() || now - m_samples.back().at >= betweenSamples)
        m_samples.push_back({now, m_moved});
    while (m_samples.size() > 2 && now - m_samples[1].at >= rateWindow)
        m_samples.pop_front();
}

PullView PullProgress::view(const QString &name) const
{
    PullView view;
    view.name = name;
    view.status = m_status;
    for (const auto &[digest, layer] : m_layers) {
        view.completed += layer.completed;
        view.total += layer.total;
    }
    if (m_samples.size() > 1) {
        const std::chrono::duration<double> time = m_samples.back().at - m_samples.front().at;
        view.bytesPerSecond = double((m_samples.back().moved - m_samples.front().moved).value) / time.count();
    }
    if (view.bytesPerSecond > 0 && view.completed < view.total)
        view.secondsLeft = double((view.total - view.completed).value) / view.bytesPerSecond;
    return view;
}

OllamaPulls::OllamaPulls(OllamaServer &server, const Clock &clock) : m_server(server), m_clock(clock)
{
    // In a turn of the event loop of its own: the call that noticed has had its answer.
    const auto cancelAll = [this] {
        while (!m_pulls.empty())
            finish(m_pulls.begin()->first, failure(m_server.awayError()));
    };
    connect(&server, &OllamaServer::lost, this, cancelAll, Qt::QueuedConnection);
}

void OllamaPulls::pull(RequestId id, const QString &name, Done<LoadReport> done)
{
    const auto modelId = checkedModelId(name);
    if (!modelId)
        return done(failure(modelId.error()));
    if (!m_server.answers())
        return done(failure(m_server.awayError()));
    const auto [it, isNew] = m_pulls.try_emplace(*modelId);
    it->second.waiters.emplace(id, [this, done = std::move(done)](const Result<LoadReport> &pulled) {
        if (!pulled)
            return done(failure(pulled.error()));
        // It is in the catalogue before it is called done.
        m_server.listModels([pulled, done](const Result<void> &) { done(pulled); });
    });
    if (isNew)
        start(*modelId, it->second);
}

void OllamaPulls::start(const QString &modelId, Pull &pull)
{
    pull.since = m_clock.now();
    const auto onLine = [this, modelId](const OllamaPullLine &line) {
        if (const auto running = m_pulls.find(modelId); running != m_pulls.end()) {
            running->second.progress.take(line, m_clock.now());
            Q_EMIT changed();
        }
    };
    pull.call =
        m_server.client().pull(ollamaNameOf(modelId), onLine, [this, modelId](const Result<void> &result) {
            const std::chrono::duration<double> took = m_clock.now() - m_pulls.at(modelId).since;
            finish(modelId, result.map([&] { return LoadReport{modelId, took.count()}; }));
        });
    Q_EMIT changed();
}

void OllamaPulls::finish(QString modelId, const Result<LoadReport> &result)
{
    const Pull pull = std::move(m_pulls.extract(modelId).mapped());
    m_server.client().cancel(pull.call); // one that has ended by itself is not there any more
    Q_EMIT changed();
    for (const auto &[id, done] : pull.waiters)
        done(result);
}

void OllamaPulls::withdraw(RequestId id)
{
    const auto pull =
        std::ranges::find_if(m_pulls, [id](const auto &item) { return item.second.waiters.contains(id); });
    if (pull == m_pulls.end())
        return;
    pull->second.waiters.erase(id);
    if (pull->second.waiters.empty())
        finish(pull->first, cancelled(pull->first));
}

void OllamaPulls::cancel(const QString &name, Done<LoadReport> done)
{
    const QString modelId = modelIdOf(name);
    if (!m_pulls.contains(modelId))
        return done(failure(ErrorCode::InvalidRequest, MD_TEXT("“%1” is not being downloaded"), modelId));
    finish(modelId, cancelled(modelId));
    done(LoadReport{modelId, 0});
}

std::vector<PullView> OllamaPulls::views() const
{
    std::vector<PullView> views;
    for (const auto &[modelId, pull] : m_pulls)
        views.push_back(pull.progress.view(modelId));
    return views;
}

} // namespace modeldeck
