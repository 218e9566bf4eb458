// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lifecycle/scheduler.h"
#include "tests/support/fake_clock.h"

#include <QTest>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString A = u"ViT-B-32/openai"_s;
const QString B = u"ViT-L-14/openai"_s;
const QString C = u"ViT-H-14/laion2b_s32b_b79k"_s;

// Writes down what it is told to do; the test says what comes of it.
class FakeEffects : public Effects
{
public:
    void startLoad(const CatalogEntry &model) override { loads += model.id; }
    void startWork(const QString &id, RequestId request, const EmbedRequest &) override { work.push_back({id, request}); }
    void stop(const QString &id) override { stops += id; }
    void setAlarm(std::optional<BootTime> at) override { alarm = at; }
    void stateChanged(const QString &id, ModelState state, const Text &) override { states += id + u' ' + QLatin1String(stateName(state)); }
    Receipt keepReceipt(Receipt receipt) override
    {
        receipt.id = qint64(receipts.size()) + 1;
        receipts.push_back(receipt);
        return receipt;
    }

    QStringList loads, stops, states;
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

    template <class T>
    void set(Key key, T value)
    {
        if constexpr (std::is_same_v<T, int>)
            settings.setValue(key, qint64(value));
        else
            settings.setValue(key, value);
        scheduler.setSettings(settings);
    }
    RequestId ask(const QString &model, Answer<Embeddings> &answer, std::optional<std::chrono::nanoseconds> keepAlive = {})
    {
        EmbedRequest request;
        request.model = model;
        request.inputs = {{EmbedInput::Kind::Text, "a photo"}};
        request.keepAlive = keepAlive;
        scheduler.embed(++lastRequest, request, answer.done());
        return lastRequest;
    }
    void finishLoad(const QString &id) { scheduler.loaded(id, {u"cpu"_s, u"float32"_s, 512, 77, 224, 0.5}); }
    void finishWork(const QString &id, RequestId request) { scheduler.workDone(id, request, Embeddings{id, 512, std::vector<float>(512), 3, 0ns, 1ms}); }
    void finishStop(const QString &id) { scheduler.stopped(id, {{{100}, {80}, {20}, Bytes{0}}, {{100}, {80}, {20}, Bytes{0}}, {90}, 0.1}); }
    void crash(const QString &id) { scheduler.crashed(id, {ErrorCode::RunnerCrashed, {"it died", {}}, {}, {}, {}, {}}, {}); }
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
    UnloadOrder order(std::chrono::nanoseconds drain = 30s) const { return {UnloadReason::Manual, {"asked for", {}}, {}, clock.now() + drain, false}; }
    ModelView view(const QString &id) const
    {
        Snapshot snapshot;
        scheduler.describe(snapshot);
        return *snapshot.find(id);
    }
    ModelState state(const QString &id) const { return view(id).state; }

    test::FakeClock clock;
    Settings settings;
    FakeEffects effects;
    Scheduler scheduler{effects, clock, settings};
    RequestId lastRequest = 0;
};

} // namespace

class SchedulerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void manyRequestsForOneUnloadedModelStartOneLoad()
    {
        World w;
        std::vector<Answer<Embeddings>> answers(200);
        for (auto &answer : answers)
            w.ask(A, answer);
        QCOMPARE(w.effects.loads, QStringList{A});
        QCOMPARE(w.view(A).queued, 200);
        w.finishLoad(A);
        for (std::size_t i = 0; i < w.effects.work.size(); ++i)
            w.finishWork(A, w.effects.work[i].second);
        QVERIFY(std::ranges::all_of(answers, &Answer<Embeddings>::ok));
        QCOMPARE(w.effects.loads.size(), 1);
        QCOMPARE(w.view(A).usageCount, 200u);
        QCOMPARE(w.state(A), ModelState::Ready);
    }

    void anAnswerSaysHowLongItWaitedForTheModel()
    {
        World w;
        Answer<Embeddings> first, second;
        const auto one = w.ask(A, first);
        w.clock.advance(2s);
        w.finishLoad(A);
        w.finishWork(A, one);
        QCOMPARE(first.value().loadTime, std::chrono::nanoseconds(2s));
        w.finishWork(A, w.ask(A, second));
        QCOMPARE(second.value().loadTime, 0ns);
    }

    void theQueueIsBounded()
    {
        World w;
        w.set(Key::MaxQueuedRequests, 2);
        Answer<Embeddings> one, two, three;
        w.ask(A, one);
        w.ask(A, two);
        w.ask(A, three);
        QVERIFY(three.failedWith(ErrorCode::QueueFull));
        QVERIFY(three.error().retryAfter);
        QVERIFY(!one.came() && !two.came());
    }

    void anUnknownOrMissingModelIsNotFound()
    {
        World w;
        Answer<Embeddings> unknown, absent;
        w.ask(u"../../etc"_s, unknown);
        QVERIFY(unknown.failedWith(ErrorCode::ModelNotFound));
        w.ask(u"ViT-L-14-336/openai"_s, absent);
        QVERIFY(absent.failedWith(ErrorCode::ModelNotFound));
        QVERIFY(absent.error().message.english().contains(u"no weights"));
        QVERIFY(w.effects.loads.isEmpty());
    }

    void idleTimeStartsWhenTheLastLeaseEnds()
    {
        World w;
        w.set(Key::VisionEmbeddingRamTimeout, 100);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        w.finishLoad(A);
        w.wait(500s);
        QCOMPARE(w.state(A), ModelState::Busy);
        QVERIFY(!w.view(A).unloadAt);
        w.finishWork(A, id);
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 100);
        w.wait(99s);
        QCOMPARE(w.state(A), ModelState::Ready);
        w.wait(1s);
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::IdleTimeout);
        QCOMPARE(w.effects.receipts.back().rule.english(), u"idle timeout, 100 s"_s);
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void lookingNeverCountsAsUse()
    {
        World w;
        w.load(A);
        const auto before = w.effects.alarm;
        w.clock.advance(10s);
        (void)w.view(A);
        w.scheduler.measured(A, {});
        QCOMPARE(w.effects.alarm, before);
        QVERIFY(!w.view(A).lastUsed);
        QCOMPARE(w.view(A).usageCount, 0u);
    }

    void anIdleTimeoutOfZeroIsNever()
    {
        World w;
        w.set(Key::VisionEmbeddingRamTimeout, 0);
        w.load(A);
        QVERIFY(!w.effects.alarm);
        QVERIFY(!w.view(A).unloadAt);
    }

    void aModelsOwnTimeoutWinsOverThatOfItsType()
    {
        World w;
        w.load(A);
        w.load(B);
        w.set(Key::ModelTimeoutOverrides, QVariantMap{{A, QVariantMap{{u"ram_timeout"_s, 7}}}});
        QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + 7);
        QCOMPARE(*w.view(B).unloadAt, w.clock.epoch() + 1800);
    }

    void theTrackerSwitchedOffStopsAutomaticUnloading()
    {
        World w;
        w.load(A);
        w.set(Key::ModelUsageTrackerEnabled, false);
        QVERIFY(!w.effects.alarm);
        Answer<UnloadReport> answer;
        w.scheduler.unload(A, w.order(), answer.done());
        w.finishStop(A);
        QVERIFY(answer.ok());
    }

    void keepAliveOfTheLastRequestDecides_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("leaves");
        QTest::newRow("0 unloads when idle") << 0 << true;
        QTest::newRow("5 unloads after 5 s") << 5 << true;
        QTest::newRow("negative stays") << -1 << false;
    }
    void keepAliveOfTheLastRequestDecides()
    {
        QFETCH(int, seconds);
        QFETCH(bool, leaves);
        World w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer, std::chrono::seconds(seconds));
        w.finishLoad(A);
        w.finishWork(A, id);
        QVERIFY(answer.ok());
        w.wait(std::chrono::seconds(std::max(0, seconds)));
        QCOMPARE(!w.effects.stops.isEmpty(), leaves);
        if (leaves) {
            w.finishStop(A);
            QCOMPARE(w.effects.receipts.back().reason, UnloadReason::KeepAlive);
        }
    }

    void keepAliveStaysWithinTheSettings_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("kept"); // seconds; -1 = for ever
        QTest::newRow("too short") << 5 << 10;
        QTest::newRow("too long") << 5000 << 100;
        QTest::newRow("between") << 50 << 50;
        QTest::newRow("0 is when idle, whatever the minimum") << 0 << 0;
        QTest::newRow("negative is never") << -1 << -1;
    }
    void keepAliveStaysWithinTheSettings()
    {
        QFETCH(int, asked);
        QFETCH(int, kept);
        World w;
        w.set(Key::KeepAliveMin, 10);
        w.set(Key::KeepAliveMax, 100);
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer, std::chrono::seconds(asked));
        w.finishLoad(A);
        w.finishWork(A, id);
        if (kept < 0)
            QVERIFY(!w.view(A).unloadAt);
        else
            QCOMPARE(*w.view(A).unloadAt, w.clock.epoch() + kept);
    }

    void aPinnedModelOutlivesItsIdleTimeout()
    {
        World w;
        w.load(A);
        Answer<LoadReport> pinned;
        w.scheduler.setPinned(A, true, pinned.done());
        w.wait(24h);
        QCOMPARE(w.state(A), ModelState::Ready);
        QVERIFY(w.view(A).pinned);
    }

    void unloadWaitsForTheLeasesItFound()
    {
        World w;
        Answer<Embeddings> one, two, three, late;
        w.ask(A, one);
        w.ask(A, two);
        w.ask(A, three);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        QCOMPARE(w.state(A), ModelState::Draining);
        QCOMPARE(w.view(A).inFlight, 3);
        w.ask(A, late);
        QVERIFY(w.effects.stops.isEmpty());
        for (RequestId id = 1; id <= 3; ++id)
            w.finishWork(A, id);
        QVERIFY(one.ok() && two.ok() && three.ok());
        QCOMPARE(w.effects.stops, QStringList{A});
        QVERIFY(!unload.came());
        w.finishStop(A);
        QCOMPARE(unload.value().modelIds, QStringList{A});
        QCOMPARE(unload.value().receipts.front().held.pss, Bytes{100});
        // The request that came while it drained loads it again.
        QCOMPARE(w.effects.loads, (QStringList{A, A}));
        w.finishLoad(A);
        w.finishWork(A, 4);
        QVERIFY(late.ok());
    }

    void aDrainThatTakesTooLongIsGivenUp()
    {
        World w;
        Answer<Embeddings> slow, late;
        const auto id = w.ask(A, slow);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(5s), unload.done());
        const auto lateId = w.ask(A, late);
        w.wait(5s);
        QVERIFY(unload.failedWith(ErrorCode::ModelBusy));
        QCOMPARE(w.state(A), ModelState::Busy);
        w.finishWork(A, id);
        w.finishWork(A, lateId);
        QVERIFY(slow.ok() && late.ok());
        QCOMPARE(w.state(A), ModelState::Ready);
        QVERIFY(w.effects.stops.isEmpty());
    }

    void unloadingWhatIsNotLoadedReportsNothing()
    {
        World w;
        Answer<UnloadReport> one, all, absent, unknown;
        w.scheduler.unload(A, w.order(), one.done());
        QVERIFY(one.ok() && one.value().modelIds.isEmpty());
        w.scheduler.unloadAll(ModelType::Vision, w.order(), all.done());
        QVERIFY(all.ok() && all.value().receipts.empty());
        w.scheduler.unload(u"ViT-L-14-336/openai"_s, w.order(), absent.done());
        QVERIFY(absent.ok() && absent.value().modelIds.isEmpty());
        w.scheduler.unload(u"nothing/here"_s, w.order(), unknown.done());
        QVERIFY(unknown.failedWith(ErrorCode::ModelNotFound));
    }

    void unloadAllAnswersOnceWhenAllAreGone()
    {
        World w;
        w.load(A);
        w.load(B);
        Answer<UnloadReport> answer;
        w.scheduler.unloadAll(ModelType::Vision, w.order(), answer.done());
        w.finishStop(B);
        QVERIFY(!answer.came());
        w.finishStop(A);
        QCOMPARE(answer.value().modelIds.size(), 2);
    }

    void anUnloadDuringTheLoadLetsTheWaitingFinishFirst()
    {
        World w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.finishLoad(A);
        QCOMPARE(w.state(A), ModelState::Draining);
        w.finishWork(A, id);
        QVERIFY(answer.ok());
        w.finishStop(A);
        QVERIFY(unload.ok());
    }

    void aCancelledLoadFailsThoseWhoWait()
    {
        World w;
        Answer<Embeddings> answer;
        Answer<LoadReport> load, cancelled;
        w.ask(A, answer);
        w.scheduler.load(A, load.done());
        w.scheduler.cancelLoad(A, cancelled.done());
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QVERIFY(load.failedWith(ErrorCode::ModelLoadFailed));
        QVERIFY(cancelled.ok());
        w.finishStop(A);
        Answer<LoadReport> nothing;
        w.scheduler.cancelLoad(A, nothing.done());
        QVERIFY(nothing.failedWith(ErrorCode::InvalidRequest));
        QCOMPARE(w.state(A), ModelState::Unloaded);
        QVERIFY(w.effects.receipts.empty()); // nothing had been loaded
    }

    void aCancelledRequestLeavesNoLease()
    {
        World w;
        Answer<Embeddings> running, sent, queued, other;
        const auto one = w.ask(A, running);
        w.finishLoad(A);
        const auto two = w.ask(A, sent);
        const auto three = w.ask(A, queued);
        w.scheduler.cancel(three);
        w.scheduler.cancel(one);
        w.scheduler.cancel(two);
        QCOMPARE(w.state(A), ModelState::Ready);
        QCOMPARE(w.view(A).inFlight, 0);
        // The runner is not flooded: what it still computes counts until it is done.
        const auto four = w.ask(A, other);
        QCOMPARE(w.effects.work.size(), 2u);
        w.finishWork(A, one);
        QCOMPARE(w.effects.work.back().second, four);
        w.finishWork(A, two);
        w.finishWork(A, four);
        QVERIFY(other.ok());
        QVERIFY(!running.came() && !sent.came() && !queued.came());
        QCOMPARE(w.view(A).usageCount, 1u);
    }

    void cancellingTheLastLeaseLetsADrainEnd()
    {
        World w;
        Answer<Embeddings> answer;
        const auto id = w.ask(A, answer);
        w.finishLoad(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.scheduler.cancel(id);
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
        QVERIFY(unload.ok());
    }

    void aFailedLoadIsRetriedAtOnceThenLaterAndLater()
    {
        World w;
        const Error error{ErrorCode::ModelLoadFailed, {"corrupt", {}}, {}, {}, {}, {}};
        Answer<Embeddings> first, second, third, fourth;
        w.ask(A, first);
        w.scheduler.loadFailed(A, error);
        QVERIFY(first.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(A), ModelState::Unloaded);
        QVERIFY(w.view(A).failure);
        w.ask(A, second);
        QCOMPARE(w.effects.loads.size(), 2);
        w.scheduler.loadFailed(A, error);
        QVERIFY(!first.error().retryAfter);
        QCOMPARE(*second.error().retryAfter, 1s);
        QCOMPARE(w.state(A), ModelState::Failed);
        w.ask(A, third);
        QVERIFY(third.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(*third.error().retryAfter, 1s);
        QCOMPARE(w.effects.loads.size(), 2);
        w.wait(1s);
        w.ask(A, fourth);
        QCOMPARE(w.effects.loads.size(), 3);
        w.finishLoad(A);
        QVERIFY(!w.view(A).failure);
    }

    void thePauseBetweenAttemptsEndsAt60s()
    {
        World w;
        for (int i = 0; i < 20; ++i) {
            Answer<Embeddings> answer;
            w.ask(A, answer);
            w.scheduler.loadFailed(A, {ErrorCode::ModelLoadFailed, {"corrupt", {}}, {}, {}, {}, {}});
            w.wait(60s);
            QCOMPARE(w.state(A), ModelState::Unloaded);
        }
    }

    void aPersonWhoAsksForALoadDoesNotWaitForTheBackoff()
    {
        World w;
        for (int i = 0; i < 3; ++i) {
            Answer<LoadReport> answer;
            w.scheduler.load(A, answer.done());
            w.scheduler.loadFailed(A, {ErrorCode::ModelLoadFailed, {"corrupt", {}}, {}, {}, {}, {}});
            QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        }
        QCOMPARE(w.effects.loads.size(), 3);
    }

    void aCrashFailsWhatTheRunnerHadAndRetriesTheRest()
    {
        World w;
        Answer<Embeddings> one, two, three;
        w.ask(A, one);
        w.finishLoad(A);
        w.ask(A, two);
        const auto id = w.ask(A, three);
        w.crash(A);
        QVERIFY(one.failedWith(ErrorCode::RunnerCrashed));
        QVERIFY(two.failedWith(ErrorCode::RunnerCrashed));
        QVERIFY(!three.came());
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Failure);
        QCOMPARE(w.state(A), ModelState::Loading);
        w.finishLoad(A);
        w.finishWork(A, id);
        QVERIFY(three.ok());
        // Nothing else was disturbed, and the next crash is a first one again.
        Answer<Embeddings> four;
        w.ask(A, four);
        w.crash(A);
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void aModelThatKeepsCrashingBacksOff()
    {
        World w;
        for (int i = 0; i < 2; ++i) {
            Answer<Embeddings> answer;
            w.ask(A, answer);
            w.finishLoad(A);
            w.crash(A);
            QVERIFY(answer.failedWith(ErrorCode::RunnerCrashed));
        }
        Answer<Embeddings> refused;
        w.ask(A, refused);
        QVERIFY(refused.failedWith(ErrorCode::RunnerCrashed));
        QVERIFY(refused.error().retryAfter);
    }

    void aCrashDuringAnUnloadIsItsEnd()
    {
        World w;
        w.load(A);
        Answer<UnloadReport> unload;
        w.scheduler.unload(A, w.order(), unload.done());
        w.crash(A);
        QVERIFY(unload.ok());
        QCOMPARE(w.state(A), ModelState::Unloaded);
    }

    void aThirdModelTakesThePlaceOfTheLeastRecentlyUsed()
    {
        World w;
        w.load(A);
        w.clock.advance(1s);
        w.load(B);
        Answer<Embeddings> answer;
        const auto id = w.ask(C, answer);
        QCOMPARE(w.effects.stops, QStringList{A});
        QCOMPARE(w.effects.loads, (QStringList{A, B}));
        w.finishStop(A);
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Capacity);
        QCOMPARE(w.effects.receipts.back().candidates.front().modelId, B);
        QCOMPARE(w.effects.loads.back(), C);
        w.finishLoad(C);
        w.finishWork(C, id);
        QVERIFY(answer.ok());
    }

    void aBusyModelIsDrainedForAThirdOnlyWhereNoneIsIdle()
    {
        World w;
        Answer<Embeddings> a, b, c;
        const auto first = w.ask(A, a);
        w.finishLoad(A);
        const auto second = w.ask(B, b);
        w.finishLoad(B);
        w.ask(C, c);
        QCOMPARE(w.state(A), ModelState::Draining);
        QVERIFY(w.effects.stops.isEmpty());
        w.finishWork(A, first);
        w.finishStop(A);
        QVERIFY(a.ok());
        QCOMPARE(w.effects.loads.back(), C);
        w.finishWork(B, second);
        QVERIFY(b.ok());
    }

    void aFourthRequestWhileTheThirdLoadsGetsItsTurn()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
        Answer<Embeddings> a, b, c;
        const auto one = w.ask(A, a);
        const auto two = w.ask(B, b);
        const auto three = w.ask(C, c);
        w.finishLoad(A);
        w.finishWork(A, one);
        w.finishStop(A);
        w.finishLoad(B);
        w.finishWork(B, two);
        w.finishStop(B);
        w.finishLoad(C);
        w.finishWork(C, three);
        QVERIFY(a.ok() && b.ok() && c.ok());
    }

    void pinnedModelsAreNotSacrificedForAnother()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
        w.load(A);
        Answer<LoadReport> pin;
        w.scheduler.setPinned(A, true, pin.done());
        Answer<Embeddings> answer;
        w.ask(B, answer);
        QVERIFY(answer.failedWith(ErrorCode::InsufficientMemory));
        QCOMPARE(w.state(A), ModelState::Ready);
    }

    void theCurrentModelIsTheSwitchedToElseTheLastUsedElseTheDefault()
    {
        World w;
        QCOMPARE(w.scheduler.currentVisionModel(), B); // the default
        Answer<Embeddings> answer, other;
        const auto id = w.ask(A, answer);
        w.finishLoad(A);
        w.finishWork(A, id);
        QCOMPARE(w.scheduler.currentVisionModel(), A);
        Answer<SwitchReport> switched;
        w.scheduler.switchTo(B, switched.done());
        w.finishLoad(B);
        w.finishStop(A);
        QVERIFY(switched.ok());
        w.finishWork(A, w.ask(A, other));
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void switchLoadsTheNewModelFirstThenUnloadsTheOld()
    {
        World w;
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        QVERIFY(w.effects.stops.isEmpty());
        w.finishLoad(A);
        QCOMPARE(w.effects.stops, QStringList{B});
        w.finishStop(B);
        QVERIFY(answer.ok());
        QCOMPARE(w.effects.receipts.back().reason, UnloadReason::Switch);
        QCOMPARE(w.scheduler.currentVisionModel(), A);
    }

    void aFailedSwitchLeavesTheOldModelServing()
    {
        World w;
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        w.scheduler.loadFailed(A, {ErrorCode::ModelLoadFailed, {"corrupt", {}}, {}, {}, {}, {}});
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(B), ModelState::Ready);
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void whereBothDoNotFitTheOldGoesFirstAndComesBackOnFailure()
    {
        World w;
        w.set(Key::MaxLoadedModels, 1);
        w.load(B);
        Answer<SwitchReport> answer;
        w.scheduler.switchTo(A, answer.done());
        w.finishStop(B);
        w.scheduler.loadFailed(A, {ErrorCode::ModelLoadFailed, {"corrupt", {}}, {}, {}, {}, {}});
        QCOMPARE(w.effects.loads, (QStringList{B, A, B}));
        w.finishLoad(B);
        QVERIFY(answer.failedWith(ErrorCode::ModelLoadFailed));
        QCOMPARE(w.state(B), ModelState::Ready);
    }

    void switchesRunOneAfterTheOther()
    {
        World w;
        Answer<SwitchReport> one, two;
        w.scheduler.switchTo(A, one.done());
        w.scheduler.switchTo(B, two.done());
        w.finishLoad(A);
        QVERIFY(one.ok());
        w.finishLoad(B);
        w.finishStop(A);
        QVERIFY(two.ok());
        QCOMPARE(w.scheduler.currentVisionModel(), B);
    }

    void reloadDropsTheModelAndLoadsItAfresh()
    {
        World w;
        w.load(A);
        Answer<LoadReport> answer;
        w.scheduler.reload(A, w.order(), answer.done());
        w.finishStop(A);
        QVERIFY(!answer.came());
        w.finishLoad(A);
        QCOMPARE(answer.value().seconds, 0.5);
    }

    void shuttingDownDrainsThenBreaksLeasesOff()
    {
        World w;
        Answer<Embeddings> quick, hanging, refused;
        const auto id = w.ask(A, quick);
        w.finishLoad(A);
        w.ask(B, hanging);
        w.finishLoad(B);
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        w.ask(A, refused);
        QVERIFY(refused.failedWith(ErrorCode::ShuttingDown));
        w.finishWork(A, id);
        QVERIFY(quick.ok());
        w.finishStop(A);
        w.wait(3s);
        QVERIFY(hanging.failedWith(ErrorCode::ShuttingDown));
        QVERIFY(!down.came());
        w.finishStop(B);
        QVERIFY(down.ok());
    }

    void shuttingDownEndsALoad()
    {
        World w;
        Answer<Embeddings> answer;
        w.ask(A, answer);
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        QVERIFY(answer.failedWith(ErrorCode::ShuttingDown));
        QCOMPARE(w.effects.stops, QStringList{A});
        w.finishStop(A);
        QVERIFY(down.ok());
    }

    void shuttingDownWithNothingLoadedAnswersAtOnce()
    {
        World w;
        Answer<int> down;
        w.scheduler.shutDown(3s, down.done());
        QVERIFY(down.ok());
    }

    void aRescanForgetsFailuresAndKeepsLoadedModelsWhoseFilesAreGone()
    {
        World w;
        w.load(A);
        w.scheduler.setCatalog(Catalog(std::vector<CatalogEntry>{}));
        QCOMPARE(w.state(A), ModelState::Ready);
        QVERIFY(!w.view(A).installed);
        Answer<Embeddings> answer;
        w.finishWork(A, w.ask(A, answer));
        QVERIFY(answer.ok());
    }

    void everyStateHasAWayOut()
    {
        for (int state = 0; state <= int(ModelState::Failed); ++state) {
            bool leaves = ModelState(state) == ModelState::ResidentInRam; // not entered without a GPU
            for (int event = 0; event <= int(ModelEvent::RetryDue); ++event) {
                if (const auto next = nextState(ModelState(state), ModelEvent(event)))
                    leaves |= *next != ModelState(state);
            }
            QVERIFY2(leaves, stateName(ModelState(state)));
        }
    }
};

QTEST_GUILESS_MAIN(SchedulerTest)
#include "scheduler_test.moc"
