// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"

#include <algorithm>

namespace modeldeck::test {

using namespace Qt::StringLiterals;

namespace {

constexpr EpochSeconds startOfTime = 1'640'995'200.0;

void markLoaded(ModelView &model)
{
    model.state = ModelState::Ready;
    model.loaded = true;
    model.device = u"cpu"_s;
    model.dtype = u"float32"_s;
    model.memory = {Bytes::fromMebibytes(512), Bytes::fromMebibytes(128), Bytes::fromMebibytes(384), Bytes{0}};
    model.loadSeconds = 0.5;
    model.failure.reset();
}

void markUnloaded(ModelView &model)
{
    model.state = ModelState::Unloaded;
    model.loaded = false;
    model.device.clear();
    model.dtype.clear();
    model.memory = {};
    model.unloadAt.reset();
    model.unloadReasonNext.reset();
}

tl::unexpected<Error> notFound(const QString &id)
{
    return failure(ErrorCode::ModelNotFound, Text{MD_TEXT("There is no model %1"), {id}});
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

ModelView visionModel(const QString &id, int dimension)
{
    ModelView model;
    model.id = id;
    model.name = id.section(u'/', 0, 0);
    model.type = ModelType::Vision;
    model.dimension = dimension;
    model.contextLength = 77;
    model.imageSize = 224;
    model.installed = true;
    model.path = u"/models/"_s + id;
    model.bytesOnDisk = Bytes::fromMebibytes(600);
    model.vramTimeout = std::chrono::seconds(600);
    model.ramTimeout = std::chrono::seconds(1800);
    return model;
}

ModelView textModel(const QString &id, int dimension)
{
    ModelView model = visionModel(id, dimension);
    model.name = id;
    model.type = ModelType::Text;
    model.contextLength = 512;
    model.imageSize = 0;
    return model;
}

Receipt receiptFor(const ModelView &model, UnloadReason reason)
{
    Receipt receipt;
    receipt.modelId = model.id;
    receipt.modelType = model.type;
    receipt.at = startOfTime + 60;
    receipt.reason = reason;
    receipt.rule = Text{MD_TEXT("asked for"), {}};
    receipt.held = model.memory;
    receipt.returned = model.memory;
    receipt.systemAvailable = model.memory.anonymous;
    receipt.seconds = 0.25;
    return receipt;
}

Error error(ErrorCode code, const char *message)
{
    Error out;
    out.code = code;
    out.message = Text{message, {}};
    return out;
}

FakeEngine::FakeEngine()
{
    m_now.at = startOfTime;
    m_now.startedAt = startOfTime - 100;
    m_now.models = {visionModel(u"ViT-B-32/openai"_s, 512), visionModel(u"ViT-L-14/openai"_s, 768),
                    textModel(u"mxbai-embed-large"_s, 1024)};
    m_now.currentVisionModel = u"ViT-L-14/openai"_s;
    m_now.system.total = Bytes::fromMebibytes(16384);
    m_now.system.available = Bytes::fromMebibytes(12288);
    m_now.system.used = 0.25;
    m_now.receipts = std::make_shared<const std::vector<Receipt>>();
    m_now.settings = std::make_shared<const Settings>();
    m_now.settingRows = std::make_shared<const std::vector<SettingRow>>();
    announce();
}

// ---- scripting ----

std::shared_ptr<const Snapshot> FakeEngine::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_published;
}

void FakeEngine::change(const std::function<void(Snapshot &)> &edit)
{
    const std::lock_guard lock(m_mutex);
    edit(m_now);
    announce();
}

void FakeEngine::changeModel(const QString &id, const std::function<void(ModelView &)> &edit)
{
    change([&](Snapshot &) { edit(*find(id)); });
}

void FakeEngine::changeSetting(Key key, const QVariant &value)
{
    change([&](Snapshot &now) {
        Settings settings = *now.settings;
        settings.setValue(key, value);
        now.settings = std::make_shared<const Settings>(settings);
    });
}

void FakeEngine::publish(const Event &event)
{
    const std::lock_guard lock(m_mutex);
    for (const Observer &observer : m_observers) {
        if (const auto box = observer.mailbox.lock(); box && observer.onEvent)
            box->post([tell = observer.onEvent, event] { tell(event); });
    }
}

void FakeEngine::fail(const QString &method, std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    if (error)
        m_failures[method] = *error;
    else
        m_failures.remove(method);
}

void FakeEngine::setEmbedding(std::function<Result<Embeddings>(const EmbedRequest &)> answer)
{
    const std::lock_guard lock(m_mutex);
    m_embedding = std::move(answer);
}

void FakeEngine::hold()
{
    const std::lock_guard lock(m_mutex);
    m_holding = true;
}

bool FakeEngine::releaseAt(std::size_t index)
{
    if (index >= m_held.size())
        return false;
    const Held held = std::move(m_held[index]);
    m_held.erase(m_held.begin() + std::ptrdiff_t(index));
    held.run();
    return true;
}

bool FakeEngine::releaseOne()
{
    const std::lock_guard lock(m_mutex);
    return releaseAt(0);
}

bool FakeEngine::releaseNewest()
{
    const std::lock_guard lock(m_mutex);
    return !m_held.empty() && releaseAt(m_held.size() - 1);
}

void FakeEngine::release()
{
    const std::lock_guard lock(m_mutex);
    m_holding = false;
    while (releaseAt(0)) {
    }
}

int FakeEngine::heldCount() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_held.size());
}

std::vector<FakeEngine::Call> FakeEngine::calls() const
{
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

int FakeEngine::count(const QString &method) const
{
    const std::lock_guard lock(m_mutex);
    return int(std::ranges::count(m_calls, method, &Call::method));
}

FakeEngine::Call FakeEngine::last(const QString &method) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_calls.rbegin(), m_calls.rend(),
                                    [&](const Call &call) { return call.method == method; });
    return found == m_calls.rend() ? Call{} : *found;
}

// ---- Engine ----

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

void FakeEngine::load(const QString &modelId, Reply<LoadReport> reply)
{
    Call call;
    call.method = u"load"_s;
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
        return unloadWhere([&](const ModelView &model) { return model.type == type; });
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
    command<Settings>(std::move(call), reply, [this] { return *m_now.settings; });
}

void FakeEngine::reloadSettings(Reply<Settings> reply)
{
    simple<Settings>(u"reloadSettings"_s, {}, reply, [this] { return *m_now.settings; });
}

void FakeEngine::setAnswers(const Answers &answers)
{
    const std::lock_guard lock(m_mutex);
    m_answers = answers;
}

template <class T>
void FakeEngine::simple(const QString &method, const QString &modelId, Reply<T> reply, std::function<Result<T>()> act)
{
    Call call;
    call.method = method;
    call.modelId = modelId;
    command<T>(std::move(call), reply, std::move(act));
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

void FakeEngine::pull(const QString &name, Reply<LoadReport> reply)
{
    simple<LoadReport>(u"pull"_s, name, reply, [name] { return LoadReport{name, 0.0}; });
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

void FakeEngine::shutDown(Reply<int> reply)
{
    Call call;
    call.method = u"shutDown"_s;
    command<int>(std::move(call), reply, [this] {
        m_now.shuttingDown = true;
        return 0;
    });
}

void FakeEngine::observe(std::shared_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent)
{
    const std::lock_guard lock(m_mutex);
    if (onSnapshot)
        mailbox->post([tell = onSnapshot, now = m_published] { tell(now); });
    m_observers.push_back({mailbox, std::move(onSnapshot), std::move(onEvent)});
}

ModelView *FakeEngine::find(const QString &id)
{
    const auto found = std::ranges::find(m_now.models, id, &ModelView::id);
    return found == m_now.models.end() ? nullptr : &*found;
}

void FakeEngine::announce()
{
    m_now.sequence += 1;
    m_published = std::make_shared<const Snapshot>(m_now);
    for (const Observer &observer : m_observers) {
        if (const auto box = observer.mailbox.lock(); box && observer.onSnapshot)
            box->post([tell = observer.onSnapshot, now = m_published] { tell(now); });
    }
}

} // namespace modeldeck::test
