// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_unload.h"

#include "engine/base/model_name.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto firstPause = 50ms; // before the second look; doubles
constexpr auto longestPause = 1000ms;

} // namespace

OllamaUnload::OllamaUnload(OllamaClient &client, Order order)
    : m_client(client), m_order(std::move(order)), m_pause(firstPause)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &OllamaUnload::look);
}

OllamaUnload::~OllamaUnload()
{
    m_client.cancel(m_call);
}

void OllamaUnload::start(Done<UnloadMeasurement> done)
{
    m_done = std::move(done);
    m_meter.emplace(m_order.held, m_order.available);
    m_call =
        m_client.unload(ollamaNameOf(m_order.modelId), [this](const Result<void> &result) { asked(result); });
}

void OllamaUnload::asked(const Result<void> &result)
{
    if (!result && result.error().code == ErrorCode::OllamaUnavailable)
        return finish(m_meter->unseen());
    if (!result &&
        (result.error().code == ErrorCode::InvalidRequest || result.error().code == ErrorCode::NotFound))
        return askOldVersion();
    look();
}

// Old versions do not unload by generate, or not a model that can't generate: an embedding with no time to
// live does.
void OllamaUnload::askOldVersion()
{
    const OllamaClient::EmbedCall call{ollamaNameOf(m_order.modelId), {}, true, 0s, 0};
    m_job = std::make_unique<OllamaEmbedJob>(m_client, call, true,
                                             [this](const Result<Embeddings> &) { look(); });
}

void OllamaUnload::look()
{
    m_call =
        m_client.processes([this](const Result<std::vector<OllamaProcess>> &running) { looked(running); });
}

void OllamaUnload::looked(const Result<std::vector<OllamaProcess>> &running)
{
    if (!running && running.error().code == ErrorCode::OllamaUnavailable)
        return finish(m_meter->unseen());
    const bool blind =
        !running && running.error().code == ErrorCode::NotFound; // an old version: there is no ps
    const bool isThere = running && std::ranges::any_of(*running, [this](const OllamaProcess &process) {
                             return modelIdOf(process.name) == m_order.modelId;
                         });
    m_isConfirmed = blind || (running && !isThere);
    if (m_isConfirmed)
        return m_meter->finish(this, [this](const UnloadMeasurement &seen) { finish(seen); });
    if (m_meter->elapsed() >= m_order.patience) {
        return finish(
            failure(Error(ErrorCode::ModelBusy, MD_TEXT("Ollama was asked to unload “%1”, but still has it"),
                          m_order.modelId)
                        .withHint(MD_TEXT("Another program may be using it; try again later"))));
    }
    m_timer.start(m_pause);
    m_pause = std::min<std::chrono::milliseconds>(m_pause * 2, longestPause);
}

void OllamaUnload::finish(const Result<UnloadMeasurement> &result)
{
    const auto done = std::move(m_done); // the call may destroy us
    done(result);
}

} // namespace modeldeck
