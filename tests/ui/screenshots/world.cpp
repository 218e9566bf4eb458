// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/screenshots/world.h"

#include "engine/diagnostics/diagnose.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace modeldeck::test {

namespace {

// Seconds before the end.
constexpr int largeLoads = 50;
constexpr int largeReady = 46;
constexpr int largeLastUsed = 39;
constexpr int smallGoes = 20;
constexpr int shortage = 18;
constexpr int ollamaGoes = 8;

const QString large = u"ViT-L-14/openai"_s;
const QString small = u"ViT-B-32/openai"_s;
const QString demo = u"ViT-tiny/demo"_s;
const QString text = u"mxbai-embed-large"_s;
const QString ollamaHost = u"http://127.0.0.1:11434"_s;

Bytes mib(qint64 amount)
{
    return Bytes::fromMebibytes(amount);
}

MemoryUse inRam(qint64 anonymous, qint64 file)
{
    return {mib(anonymous + file), mib(anonymous), mib(file), Bytes{0}};
}

MemoryUse smallHeld()
{
    return inRam(620, 190);
}

Text idleRule(const ModelView &model)
{
    return {MD_TEXT("idle timeout, %1"), model.ramTimeout};
}

Text ollamaProblem()
{
    return {MD_TEXT("Ollama does not answer at %1: %2"), ollamaHost, u"connection refused"_s};
}

void set(ModelView &model, ModelState state, const MemoryUse &memory, const QString &device,
         const QString &dtype)
{
    model.state = state;
    model.loaded = true;
    model.memory = memory;
    model.device = device;
    model.dtype = dtype;
}

ModelView largeAt(const World &world, int back)
{
    ModelView model = visionModel(large, 768);
    model.bytesOnDisk = mib(1631);
    model.usageCount = 35;
    model.lastUsed = World::end - 7200;
    if (back > largeLoads)
        return model;
    model.state = ModelState::Loading;
    if (back > largeReady)
        return model;
    if (world.gpu)
        set(model, ModelState::Ready, {mib(720), mib(480), mib(240), mib(1240)}, u"cuda"_s, u"float16"_s);
    else
        set(model, ModelState::Ready, inRam(1870, 370), u"cpu"_s, u"bfloat16"_s);
    model.loadSeconds = 2.4;
    const int lastUsed = std::max(back, largeLastUsed);
    model.usageCount += quint64(1 + largeReady - lastUsed);
    model.lastUsed = World::end - lastUsed;
    model.lastAskedBy = u"photo search"_s;
    model.pinned = world.pinned;
    if (model.pinned)
        return model;
    auto timeout = world.gpu ? model.vramTimeout : model.ramTimeout;
    model.unloadRule = world.gpu ? Text(MD_TEXT("VRAM timeout, %1"), timeout) : idleRule(model);
    if (world.trouble && back <= shortage) {
        timeout = Settings()[MemoryPressureTimeout];
        model.unloadRule = {MD_TEXT("memory pressure is %1: idle for %2"), pressureText(PressureLevel::High),
                            timeout};
        model.unloadReasonNext = UnloadReason::MemoryPressure;
    }
    model.unloadAt = *model.lastUsed + double(timeout.count());
    return model;
}

// Out of use for as long as its timeout; then it goes.
ModelView smallAt(int back)
{
    ModelView model = visionModel(small, 512);
    model.bytesOnDisk = mib(577);
    model.usageCount = 17;
    model.lastUsed = World::end - smallGoes - double(model.ramTimeout.count());
    model.loadSeconds = 0.9;
    if (back <= smallGoes)
        return model;
    set(model, ModelState::Ready, smallHeld(), u"cpu"_s, u"bfloat16"_s);
    model.unloadAt = World::end - smallGoes;
    model.unloadRule = idleRule(model);
    return model;
}

// In trouble somebody unloads it, while two requests are not yet done.
ModelView demoAt(const World &world)
{
    ModelView model = visionModel(demo, 64);
    model.untrained = true;
    model.bytesOnDisk = mib(3);
    if (!world.trouble)
        return model;
    set(model, ModelState::Draining, inRam(58, 31), u"cpu"_s, u"float32"_s);
    model.inFlight = 2;
    model.usageCount = 2;
    model.lastUsed = World::end - 70;
    return model;
}

ModelView textAt(const World &world, int back)
{
    ModelView model = textModel(text, 1024);
    model.family = u"bert"_s;
    model.path.clear();
    model.bytesOnDisk = mib(639);
    const int lastUsed = world.trouble ? std::max(back, ollamaGoes + 1) : back;
    model.usageCount = quint64(310 + World::length - lastUsed);
    model.lastUsed = World::end - lastUsed;
    model.lastAskedBy = u"notes"_s;
    if (world.trouble && back <= ollamaGoes) {
        model.state = ModelState::Failed;
        Error why = error(ErrorCode::OllamaUnavailable, "");
        why.message = ollamaProblem();
        why.hint = MD_TEXT("Start it (“ollama serve”), or set ollama_host");
        model.failure = why;
        return model;
    }
    set(model, ModelState::Busy, inRam(690, 0), u"cpu"_s, u"F16"_s);
    model.inFlight = 1;
    return model;
}

ModelView missing(const QString &id, const QString &repository, int dimension)
{
    ModelView model = visionModel(id, dimension);
    model.installed = false;
    model.path.clear();
    model.bytesOnDisk = {};
    model.repository = repository;
    model.notInstalledReason = {MD_TEXT("not found on this machine; it is published as %1"), repository};
    return model;
}

// What is in use is what the models and the other programs hold, and the level follows from it.
void measure(Snapshot &snapshot, const World &world, int back)
{
    Bytes used = mib(4600 + 40 * (back % 7) + (world.trouble && back <= shortage ? 6500 : 0));
    Bytes device = mib(860 + 30 * (back % 5));
    for (const ModelView &model : snapshot.models) {
        used += model.memory.anonymous;
        device += model.memory.device.value_or(Bytes{});
    }
    SystemMemory &system = snapshot.system;
    system.total = mib(15900);
    system.available = system.total - used;
    system.used = double(used.value) / double(system.total.value);
    const bool high = system.used >= snapshot.settings[MemoryPressureThreshold];
    system.level = high ? PressureLevel::High : PressureLevel::Normal;
    snapshot.visionPressure = snapshot.textPressure = system.level;
    snapshot.gpus.clear();
    if (world.gpu)
        snapshot.gpus.push_back({u"GPU"_s, mib(8192), device, PressureLevel::Normal, true});
}

Event event(int back, EventKind kind, const QString &id, std::optional<ModelState> state, Text words = {})
{
    Event event;
    event.at = World::end - back;
    event.kind = kind;
    event.modelId = id;
    event.state = state;
    event.text = std::move(words);
    return event;
}

Event unloadOfSmall(const World &world)
{
    const ModelView before = smallAt(smallGoes + 1);
    Receipt receipt = receiptFor(before, UnloadReason::IdleTimeout);
    receipt.id = 7;
    receipt.at = World::end - smallGoes;
    receipt.systemAvailable = mib(604);
    receipt.rule = before.unloadRule;
    Text stays{MD_TEXT("pinned")};
    if (const auto due = largeAt(world, smallGoes).unloadAt)
        stays = {MD_TEXT("due in %1"), std::chrono::seconds(int(*due - receipt.at))};
    receipt.candidates = {{large, stays}, {text, MD_TEXT("busy")}};
    Event event = test::event(smallGoes, EventKind::Receipt, small, ModelState::Unloaded);
    event.receipt = receipt;
    return event;
}

void publish(FakeEngine &engine, const World &world, int back)
{
    if (back == largeLoads)
        engine.publish(event(back, EventKind::State, large, ModelState::Loading));
    if (back == largeReady)
        engine.publish(event(back, EventKind::State, large, ModelState::Ready));
    if (back == smallGoes)
        engine.publish(unloadOfSmall(world));
    if (world.trouble && back == ollamaGoes)
        engine.publish(event(back, EventKind::State, text, ModelState::Failed, ollamaProblem()));
}

} // namespace

void World::show(FakeEngine &engine, int secondsBack) const
{
    engine.change([this, secondsBack](Snapshot &snapshot) {
        snapshot.at = end - secondsBack;
        snapshot.startedAt = end - 3 * 3600;
        snapshot.models.clear();
        if (models)
            snapshot.models = {
                smallAt(secondsBack),
                missing(u"ViT-H-14/laion2b_s32b_b79k"_s, u"laion/CLIP-ViT-H-14-laion2B-s32B-b79K"_s, 1024),
                largeAt(*this, secondsBack), demoAt(*this), textAt(*this, secondsBack)};
        else
            snapshot.models = {missing(large, u"openai/clip-vit-large-patch14"_s, 768)};
        snapshot.counters.requests = 0;
        for (const ModelView &model : snapshot.models)
            snapshot.counters.requests += model.usageCount;
        const bool lost = !models || (trouble && secondsBack <= ollamaGoes);
        snapshot.ollama = {lost ? OllamaState::Unavailable : OllamaState::Available, ollamaHost,
                           models ? u"0.9.6"_s : QString(), lost ? ollamaProblem() : Text{}};
        measure(snapshot, *this, secondsBack);
    });
    if (models)
        publish(engine, *this, secondsBack);
    FakeEngine::Answers answers;
    answers.diagnoses = diagnose(*engine.snapshot());
    engine.setAnswers(answers);
}

} // namespace modeldeck::test
