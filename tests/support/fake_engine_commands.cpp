// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"

#include <algorithm>

// What the fake does for each command.
namespace modeldeck::test {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> notFound(const QString &id)
{
    return failure(ErrorCode::ModelNotFound, MD_TEXT("There is no model %1"), id);
}

Result<Embeddings> countingVectors(const QString &modelId, int dimension, const EmbedRequest &request)
{
    Embeddings out;
    out.modelId = modelId;
    out.dimension = dimension;
    for (std::size_t row = 0; row < request.inputs.size(); ++row) {
        for (int column = 0; column < dimension; ++column)
            out.values.push_back(float(row + 1 + std::size_t(column)));
        if (request.inputs[row].kind == EmbedInput::Kind::Text)
            out.promptTokens += 3;
    }
    return out;
}

} // namespace

void FakeEngine::perform(Call call, std::function<void()> act)
{
    const RequestId request = call.request;
    m_calls.push_back(std::move(call));
    if (m_holding)
        m_held.push_back({request, std::move(act)});
    else
        act();
}

template <class T>
void FakeEngine::command(Call call, Reply<T> reply, std::function<Result<T>()> act)
{
    const std::lock_guard lock(m_mutex);
    const QString method = call.method;
    perform(std::move(call), [this, method, reply, act = std::move(act)] {
        if (const auto failed = m_failures.constFind(method); failed != m_failures.cend()) {
            reply(tl::unexpected<Error>(*failed));
            return;
        }
        Result<T> result = act();
        announce();
        reply(std::move(result));
    });
}

template <class T>
void FakeEngine::simple(const QString &method, const QString &modelId, Reply<T> reply,
                        std::function<Result<T>()> act)
{
    Call call;
    call.method = method;
    call.modelId = modelId;
    command<T>(std::move(call), reply, std::move(act));
}

RequestId FakeEngine::embed(EmbedRequest request, Reply<Embeddings> reply)
{
    const std::lock_guard lock(m_mutex);
    Call call;
    call.method = u"embed"_s;
    call.modelId = request.model;
    call.embed = request;
    const RequestId id = call.request = ++m_lastRequest;
    command<Embeddings>(std::move(call), reply, [this, request]() -> Result<Embeddings> {
        if (m_embedding)
            return m_embedding(request);
        ModelView *model = find(request.model.isEmpty() ? m_now.currentVisionModel : request.model);
        if (!model)
            return notFound(request.model);
        if (!model->loaded)
            markLoaded(*model);
        model->usageCount += 1;
        model->lastUsed = m_now.at;
        return countingVectors(model->id, model->dimension, request);
    });
    return id;
}

void FakeEngine::cancel(RequestId request)
{
    const std::lock_guard lock(m_mutex);
    Call call;
    call.method = u"cancel"_s;
    call.request = request;
    m_calls.push_back(std::move(call));
    std::erase_if(m_held, [request](const Held &held) { return held.request == request; });
}

Result<LoadReport> FakeEngine::loadModel(const QString &id)
{
    ModelView *model = find(id);
    if (!model)
        return notFound(id);
    const bool wasLoaded = model->loaded;
    markLoaded(*model);
    return LoadReport{id, wasLoaded ? 0.0 : *model->loadSeconds};
}

void FakeEngine::load(const QString &modelId, Reply<LoadReport> reply,
                      std::optional<std::chrono::nanoseconds> keepAlive)
{
    Call call;
    call.method = u"load"_s;
    call.keepAlive = keepAlive;
    call.modelId = modelId;
    command<LoadReport>(std::move(call), reply, [this, modelId] { return loadModel(modelId); });
}

void FakeEngine::cancelLoad(const QString &modelId, Reply<LoadReport> reply)
{
    Call call;
    call.method = u"cancelLoad"_s;
    call.modelId = modelId;
    command<LoadReport>(std::move(call), reply, [this, modelId]() -> Result<LoadReport> {
        if (!find(modelId))
            return notFound(modelId);
        return LoadReport{modelId, 0.0};
    });
}

void FakeEngine::reload(const QString &modelId, Reply<LoadReport> reply)
{
    Call call;
    call.method = u"reload"_s;
    call.modelId = modelId;
    command<LoadReport>(std::move(call), reply, [this, modelId] {
        return loadModel(modelId.isEmpty() ? m_now.currentVisionModel : modelId);
    });
}

Result<UnloadReport> FakeEngine::unloadWhere(const std::function<bool(const ModelView &)> &which)
{
    UnloadReport report;
    auto receipts = std::make_shared<std::vector<Receipt>>(*m_now.receipts);
    for (ModelView &model : m_now.models) {
        if (!model.loaded || !which(model))
            continue;
        Receipt receipt = receiptFor(model, UnloadReason::Manual);
        receipt.id = qint64(receipts->size()) + 1;
        receipts->insert(receipts->begin(), receipt);
        report.receipts.push_back(receipt);
        report.modelIds.append(model.id);
        markUnloaded(model);
    }
    m_now.receipts = std::move(receipts);
    return report;
}

void FakeEngine::unload(const QString &modelId, std::chrono::milliseconds drain, Reply<UnloadReport> reply)
{
    Call call;
    call.method = u"unload"_s;
    call.modelId = modelId;
    call.drain = drain;
    command<UnloadReport>(std::move(call), reply, [this, modelId]() -> Result<UnloadReport> {
        if (!find(modelId))
            return notFound(modelId);
        return unloadWhere([&](const ModelView &model) { return model.id == modelId; });
    });
}

void FakeEngine::unloadAll(ModelType type, std::chrono::milliseconds drain, Reply<UnloadReport> reply)
{
    Call call;
    call.method = u"unloadAll"_s;
    call.type = type;
    call.drain = drain;
    command<UnloadReport>(std::move(call), reply, [this, type] {
        auto report = unloadWhere([&](const ModelView &model) { return model.type == type; });
        report->failure = m_unloadAllFailure;
        return report;
    });
}

void FakeEngine::switchTo(const QString &modelId, Reply<SwitchReport> reply)
{
    Call call;
    call.method = u"switchTo"_s;
    call.modelId = modelId;
    command<SwitchReport>(std::move(call), reply, [this, modelId]() -> Result<SwitchReport> {
        if (const auto loaded = loadModel(modelId); !loaded)
            return tl::unexpected<Error>(loaded.error());
        m_now.currentVisionModel = modelId;
        return SwitchReport{modelId};
    });
}

void FakeEngine::setPinned(const QString &modelId, bool pinned, Reply<LoadReport> reply)
{
    Call call;
    call.method = u"setPinned"_s;
    call.modelId = modelId;
    call.pinned = pinned;
    command<LoadReport>(std::move(call), reply, [this, modelId, pinned]() -> Result<LoadReport> {
        ModelView *model = find(modelId);
        if (!model)
            return notFound(modelId);
        model->pinned = pinned;
        return LoadReport{modelId, 0.0};
    });
}

void FakeEngine::rescan(Reply<int> reply)
{
    Call call;
    call.method = u"rescan"_s;
    command<int>(std::move(call), reply,
                 [this] { return int(std::ranges::count(m_now.models, true, &ModelView::installed)); });
}

void FakeEngine::changeSettings(const QVariantMap &changes, Reply<Settings> reply)
{
    Call call;
    call.method = u"changeSettings"_s;
    call.changes = changes;
    command<Settings>(std::move(call), reply, [this] { return m_now.settings; });
}

void FakeEngine::changeTimeouts(const QString &modelId, const QVariantMap &timeouts, Reply<Settings> reply)
{
    Call call;
    call.method = u"changeTimeouts"_s;
    call.modelId = modelId;
    call.changes = timeouts;
    command<Settings>(std::move(call), reply, [this, modelId]() -> Result<Settings> {
        if (!find(modelId))
            return notFound(modelId);
        return m_now.settings;
    });
}

void FakeEngine::reloadSettings(Reply<Settings> reply)
{
    simple<Settings>(u"reloadSettings"_s, {}, reply, [this] { return m_now.settings; });
}

void FakeEngine::pause(std::optional<std::chrono::seconds> time, Reply<int> reply)
{
    Call call;
    call.method = u"pause"_s;
    call.time = time;
    command<int>(std::move(call), reply, [this, time] {
        m_now.paused = true;
        m_now.pausedUntil = time ? std::optional(m_now.at + double(time->count())) : std::nullopt;
        return 0;
    });
}

void FakeEngine::resume(Reply<int> reply)
{
    simple<int>(u"resume"_s, {}, reply, [this] {
        m_now.paused = false;
        m_now.pausedUntil.reset();
        return 0;
    });
}

void FakeEngine::sweep(Reply<int> reply)
{
    simple<int>(u"sweep"_s, {}, reply, [] { return 0; });
}

RequestId FakeEngine::pull(const QString &name, Reply<LoadReport> reply)
{
    const std::lock_guard lock(m_mutex);
    Call call;
    call.method = u"pull"_s;
    call.modelId = name;
    const RequestId id = call.request = ++m_lastRequest;
    command<LoadReport>(std::move(call), reply, [name] { return LoadReport{name, 0.0}; });
    return id;
}

void FakeEngine::cancelPull(const QString &name, Reply<LoadReport> reply)
{
    simple<LoadReport>(u"cancelPull"_s, name, reply, [name] { return LoadReport{name, 0.0}; });
}

void FakeEngine::describeText(const QString &name, Reply<QJsonObject> reply)
{
    simple<QJsonObject>(u"describeText"_s, name, reply, [this] { return m_answers.description; });
}

void FakeEngine::retryOllama(Reply<int> reply)
{
    simple<int>(u"retryOllama"_s, {}, reply, [] { return 0; });
}

void FakeEngine::diagnose(Reply<std::vector<Diagnosis>> reply)
{
    simple<std::vector<Diagnosis>>(u"diagnose"_s, {}, reply, [this] { return m_answers.diagnoses; });
}

void FakeEngine::verify(const QString &modelId, Reply<Verification> reply)
{
    simple<Verification>(u"verify"_s, modelId, reply, [this] { return m_answers.verification; });
}

void FakeEngine::analytics(Reply<Analytics> reply)
{
    simple<Analytics>(u"analytics"_s, {}, reply, [this] { return m_answers.analytics; });
}

void FakeEngine::memoryHistory(EpochSeconds, EpochSeconds, Reply<std::vector<HistorySample>> reply)
{
    simple<std::vector<HistorySample>>(u"memoryHistory"_s, {}, reply, [this] { return m_answers.samples; });
}

void FakeEngine::events(int, Reply<std::vector<Event>> reply)
{
    simple<std::vector<Event>>(u"events"_s, {}, reply, [this] { return m_answers.events; });
}

void FakeEngine::receipts(int limit, Reply<std::vector<Receipt>> reply)
{
    simple<std::vector<Receipt>>(u"receipts"_s, {}, reply, [this, limit] {
        std::vector<Receipt> receipts = *m_now.receipts;
        receipts.resize(std::min(receipts.size(), std::size_t(limit)));
        return receipts;
    });
}

void FakeEngine::shutDown(Reply<int> reply)
{
    Call call;
    call.method = u"shutDown"_s;
    command<int>(std::move(call), reply, [this] {
        m_now.shuttingDown = true;
        return 0;
    });
}

} // namespace modeldeck::test
