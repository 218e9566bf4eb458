// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/lifecycle/scheduler.h"
#include "tests/support/fake_clock.h"

#include <QTest>

// A scheduler with a clock, effects and a catalogue that the test holds in its hands.
namespace modeldeck::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline const QString A = u"ViT-B-32/openai"_s;
inline const QString B = u"ViT-L-14/openai"_s;
inline const QString C = u"ViT-H-14/laion2b_s32b_b79k"_s;
inline constexpr Bytes mebi = Bytes::fromMebibytes(1);

// Writes down what it is told to do; the test says what comes of it.
class FakeEffects : public Effects
{
public:
    void startLoad(const CatalogEntry &model) override { loads += model.id; }
    void startWork(const QString &id, RequestId request, const EmbedRequest &) override
    {
        work.push_back({id, request});
    }
    void cancelWork(const QString &, RequestId id) override { cancelled.push_back(id); }
    void keepAliveChanged(const QString &id, std::chrono::nanoseconds time) override
    {
        keepAlives.push_back({id, time});
    }
    void startMoveToRam(const QString &id) override { moves += id; }
    void stopDeviceRunner(const QString &id) override { stoppedDeviceRunners += id; }
    void cancelMoveToRam(const QString &id) override { cancelledMoves += id; }
    void startUnload(const QString &id) override { unloads += id; }
    MemoryReadings readMemory() override { return memory; }
    Error whyUnreachable() override
    {
        return Error(ErrorCode::OllamaUnavailable, Text{"away", {}}).retryIn(7s);
    }
    void setAlarm(std::optional<BootTime> at) override { alarm = at; }
    void stateChanged(const QString &id, ModelState state, const Text &) override
    {
        states += id + u' ' + QLatin1String(stateName(state));
    }
    Receipt keepReceipt(Receipt receipt) override
    {
        receipt.id = qint64(receipts.size()) + 1;
        receipts.push_back(receipt);
        return receipt;
    }

    QStringList loads, unloads, states, moves, stoppedDeviceRunners, cancelledMoves;
    std::vector<RequestId> cancelled;
    std::vector<std::pair<QString, std::chrono::nanoseconds>> keepAlives;
    MemoryReadings memory; // nothing known, unless a test says so
    std::vector<std::pair<QString, RequestId>> work;
    std::vector<Receipt> receipts;
    std::optional<BootTime> alarm;
};

// The one answer to a command; a second one fails the test.
template <class T>
class Answer
{
public:
    Done<T> done()
    {
        return [this](Result<T> result) {
            QVERIFY(!m_result);
            m_result = std::move(result);
        };
    }
    bool came() const { return m_result.has_value(); }
    bool ok() const { return came() && m_result->has_value(); }
    bool failedWith(ErrorCode code) const { return came() && !*m_result && m_result->error().code == code; }
    const T &value() const { return **m_result; }
    const Error &error() const { return m_result->error(); }

private:
    std::optional<Result<T>> m_result;
};

struct World
{
    World()
    {
        std::vector<CatalogEntry> entries;
        for (const QString &id : {A, B, C}) {
            CatalogEntry entry;
            entry.id = id;
            entry.installed = true;
            entry.dimension = 512;
            entries.push_back(entry);
        }
        CatalogEntry absent;
        absent.id = u"ViT-L-14-336/openai"_s;
        absent.reason = {"no weights", {}};
        entries.push_back(absent);
        scheduler.setCatalog(Catalog(entries));
    }

    template <typename T>
    void set(Setting<T> key, const std::type_identity_t<T> &value)
    {
        settings.set(key, value);
        scheduler.setSettings(settings);
    }
    RequestId ask(const QString &model, Answer<Embeddings> &answer,
                  std::optional<std::chrono::nanoseconds> keepAlive = {})
    {
        EmbedRequest request;
        request.model = model;
        request.inputs = {{EmbedInput::Kind::Text, "a photo"}};
        request.keepAlive = keepAlive;
        scheduler.embed(++lastRequest, request, answer.done());
        return lastRequest;
    }
    void finishLoad(const QString &id) { scheduler.loaded(id, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5}); }
    void finishWork(const QString &id, RequestId request)
    {
        scheduler.workDone(id, request, Embeddings{id, 512, std::vector<float>(512), 3, 0ns, 1ms});
    }
    void finishUnload(const QString &id)
    {
        scheduler.unloaded(id, {{{100}, {80}, {20}, Bytes{0}}, {{100}, {80}, {20}, Bytes{0}}, {90}, 0.1});
    }
    void crash(const QString &id)
    {
        scheduler.crashed(id, Error(ErrorCode::RunnerCrashed, Text{"it died", {}}), {});
    }
    void load(const QString &id)
    {
        Answer<LoadReport> answer;
        scheduler.load(id, answer.done());
        finishLoad(id);
        QVERIFY(answer.ok());
    }
    void wait(std::chrono::nanoseconds time)
    {
        clock.advance(time);
        if (effects.alarm && *effects.alarm <= clock.now())
            scheduler.alarm();
    }
    UnloadOrder order(std::chrono::nanoseconds drain = 30s) const
    {
        return {UnloadReason::Manual, {"requested", {}}, {}, clock.now() + drain, false};
    }
    ModelView view(const QString &id) const
    {
        Snapshot snapshot;
        scheduler.describe(snapshot);
        return *snapshot.find(id);
    }
    ModelState state(const QString &id) const { return view(id).state; }

    FakeClock clock;
    Settings settings;
    FakeEffects effects;
    Scheduler scheduler{effects, clock, settings};
    RequestId lastRequest = 0;
};

// A world in which a loaded model holds 100 MiB.
struct MemoryWorld : World
{
    void loadAndMeasure(const QString &id, const QString &device = u"cpu"_s)
    {
        Answer<LoadReport> answer;
        scheduler.load(id, answer.done());
        scheduler.loaded(id, {device, u"float32"_s, 512, 77, 224, 0.5});
        scheduler.measured(id,
                           {120 * mebi, 100 * mebi, 20 * mebi, device == u"cpu"_s ? Bytes{0} : 800 * mebi});
        QVERIFY(answer.ok());
    }
    void unloadNow(const QString &id)
    {
        Answer<UnloadReport> gone;
        scheduler.unload(id, order(), gone.done());
        finishUnload(id);
    }
    // No pressure, and so much memory for a load.
    void leaveFree(Bytes bytes)
    {
        effects.memory = {};
        effects.memory.system.total = 16000 * mebi;
        effects.memory.ramFree = bytes;
    }
};

} // namespace modeldeck::test
