// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_unload.h"
#include "engine/base/model_name.h"

#include <algorithm>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto firstPause = 50ms; // before the second look; doubles
constexpr auto longestPause = 1000ms;
constexpr auto betweenReadings = 50ms;
constexpr int mostReadings = 4;

} // namespace

OllamaUnload::OllamaUnload(OllamaClient &client, Leaving leaving)
    : m_client(client), m_leaving(std::move(leaving)), m_pause(firstPause)
{
    m_timer.setSingleShot(true);
}

OllamaUnload::~OllamaUnload()
{
    m_client.cancel(m_call);
}

void OllamaUnload::start(Done<UnloadMeasurement> done)
{
    m_done = std::move(done);
    m_since = std::chrono::steady_clock::now();
    m_before = m_leaving.onThisMachine ? readMemInfo() : std::nullopt;
    m_call = m_client.unload(ollamaNameOf(m_leaving.modelId),
                             [this](const Result<void> &result) { asked(result); });
}

void OllamaUnload::asked(const Result<void> &result)
{
    if (!result && result.error().code == ErrorCode::OllamaUnavailable)
        return finish({}, {});
    if (!result &&
        (result.error().code == ErrorCode::InvalidRequest || result.error().code == ErrorCode::NotFound))
        return askOldVersion();
    look();
}

// Old versions do not unload by generate, or not a model that can't generate: an embedding with no time to
// live does.
void OllamaUnload::askOldVersion()
{
    const OllamaClient::EmbedCall call{ollamaNameOf(m_leaving.modelId), {}, true, 0s, 0};
    m_call = m_client.embed(call, [this, call](const Result<OllamaEmbeddings> &result) {
        if (result || result.error().code != ErrorCode::NotFound)
            return look();
        m_call = m_client.embedOne(call, [this](const Result<OllamaEmbeddings> &) { look(); });
    });
}

void OllamaUnload::look()
{
    m_call =
        m_client.processes([this](const Result<std::vector<OllamaProcess>> &running) { looked(running); });
}

void OllamaUnload::looked(const Result<std::vector<OllamaProcess>> &running)
{
    if (!running && running.error().code == ErrorCode::OllamaUnavailable)
        return finish({}, {});
    const bool blind =
        !running && running.error().code == ErrorCode::NotFound; // an old version: there is no ps
    const bool isThere = running && std::ranges::any_of(*running, [this](const OllamaProcess &process) {
                             return modelIdOf(process.name) == m_leaving.modelId;
                         });
    m_sawItGo = blind || (running && !isThere);
    if (m_sawItGo)
        return awaitMemory(0);
    if (elapsed() >= m_leaving.patience) {
        const auto done = std::move(m_done);
        return done(
            failure(Error(ErrorCode::ModelBusy, MD_TEXT("Ollama was asked to unload “%1”, but still has it"),
                          m_leaving.modelId)
                        .withHint(MD_TEXT("Another program may be using it; try again later"))));
    }
    connect(&m_timer, &QTimer::timeout, this, &OllamaUnload::look, Qt::UniqueConnection);
    m_timer.start(m_pause);
    m_pause = std::min<std::chrono::milliseconds>(m_pause * 2, longestPause);
}

// The kernel counts the pages of a process that has just ended as free only little by little.
void OllamaUnload::awaitMemory(int readings)
{
    const auto now = m_before ? readMemInfo() : std::nullopt;
    const Bytes back = now ? now->available - m_before->available : Bytes{};
    if (!now || readings == mostReadings || back.value >= m_leaving.held.pss.value / 20 * 19)
        return finish(m_leaving.held, back);
    QTimer::singleShot(betweenReadings, this, [this, readings] { awaitMemory(readings + 1); });
}

void OllamaUnload::finish(const MemoryUse &returned, Bytes systemAvailable)
{
    const auto done = std::move(m_done); // the call may be our end
    done(UnloadMeasurement{m_leaving.held, returned, systemAvailable,
                           std::chrono::duration<double>(elapsed()).count()});
}

} // namespace modeldeck
