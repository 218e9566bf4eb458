// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_unload.h"
#include "tests/engine/ollama/service_fixture.h"
#include "tests/support/memory_tree.h"
#include "tests/support/test_program.h"

#include <cmath>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

double length(const std::vector<float> &values)
{
    double sum = 0;
    for (const float value : values)
        sum += double(value) * double(value);
    return std::sqrt(sum);
}

} // namespace

// Which models are loaded, and for how long: ours, and what other programs do.
class OllamaServiceResidencyTest : public OllamaServiceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void aLoadTellsWhatOllamaReports()
    {
        m_ollama->removeModel(miniFull);
        FakeModel model{miniFull};
        model.sizeVram = 20'000'000;
        m_ollama->addModel(model);
        connectUp();
        load();
        QVERIFY2(m_heard.loaded == QStringList{mini}, codeOf(m_heard.loadError));
        QCOMPARE(m_heard.info->device, u"gpu"_s);
        QCOMPARE(m_heard.info->dtype, u"F16"_s);
        QCOMPARE(m_heard.info->dimension, 4);
        QCOMPARE(m_service->readMemory(mini)->pss.value, 30'000'000);
        QCOMPARE(m_service->readMemory(mini)->device->value, 20'000'000);
        QVERIFY(m_ollama->last(u"/api/embed"_s).value(u"input"_s).toArray().isEmpty());
    }

    void keepAliveIsLongerThanOurDeadline_data()
    {
        QTest::addColumn<bool>("tracker");
        QTest::addColumn<int>("ramTimeout");
        QTest::addColumn<int>("asked"); // s; -2: nothing
        QTest::addColumn<double>("sent");
        QTest::newRow("the settings' timeout") << true << 1800 << -2 << 1920.0;
        QTest::newRow("never") << true << 0 << -2 << -1.0;
        QTest::newRow("as the request asks") << true << 1800 << 600 << 720.0;
        QTest::newRow("when idle") << true << 1800 << 0 << 120.0;
        QTest::newRow("for ever") << true << 1800 << -1 << -1.0;
        QTest::newRow("tracker off") << false << 1800 << -2 << -1.0;
        QTest::newRow("tracker off, asked") << false << 1800 << 600 << 720.0;
    }
    void keepAliveIsLongerThanOurDeadline()
    {
        QFETCH(const bool, tracker);
        QFETCH(const int, ramTimeout);
        QFETCH(const int, asked);
        QFETCH(const double, sent);
        m_settings.set(ModelUsageTrackerEnabled, tracker);
        m_settings.set(EmbeddingModelRamTimeout, std::chrono::seconds(ramTimeout));
        connectUp();
        load();
        EmbedRequest one = request({u"a"_s});
        if (asked != -2)
            one.keepAlive = std::chrono::seconds(asked);
        embed(one);
        QCOMPARE(m_ollama->keepAlive(miniFull), sent);
    }

    void aKeepAliveWithoutARequestIsToldToOllamaAtOnce()
    {
        connectUp();
        load();
        m_service->setKeepAlive(mini, -1s);
        WAIT(m_ollama->keepAlive(miniFull) == -1.0);
        QVERIFY(m_ollama->last(u"/api/embed"_s).value(u"input"_s).toArray().isEmpty());
    }

    void ollamasOwnTimerIsRenewedWhileTheModelStays()
    {
        connectUp();
        load();
        EmbedRequest one = request({u"a"_s});
        one.keepAlive = 600s;
        embed(one);
        m_ollama->setKeepAlive(miniFull, 300);
        reconcile();
        QCOMPARE(m_ollama->keepAlive(miniFull), 300.0); // not yet
        m_ollama->setKeepAlive(miniFull, 30);
        reconcile();
        WAIT(m_ollama->keepAlive(miniFull) == 720.0);
        QVERIFY(m_ollama->last(u"/api/embed"_s).value(u"input"_s).toArray().isEmpty());
    }

    void anUnloadIsBelievedWhenPsSaysSo()
    {
        m_ollama->looksUntilGone = 3;
        connectUp();
        load();
        m_service->unload(mini);
        WAIT(!m_heard.unloaded.isEmpty());
        QVERIFY(!m_ollama->isLoaded(miniFull));
        QCOMPARE(m_heard.seen->held.pss.value, 50'000'000);
        QCOMPARE(m_heard.seen->returned.pss.value, 50'000'000);
        QVERIFY(m_heard.seen->seconds > 0);
        QVERIFY(!m_service->readMemory(mini));
        QCOMPARE(reconcile(), 0);
    }

    // Where the kernel puts the pages of a process that has stopped: MemAvailable leaves them out.
    void anUnloadCountsThePagesInTheProcessorsLists()
    {
        const MemoryTree machine;
        machine.write(u"/proc/meminfo"_s, "MemTotal: 1000000 kB\nMemAvailable: 500000 kB\n");
        machine.write(u"/proc/zoneinfo"_s, "Node 0, zone Normal\n  pagesets\n    cpu: 0\n      count: 0\n");
        m_available = [&machine] { return readAvailable(machine.root()); };
        connectUp();
        load();
        m_service->unload(mini);
        machine.write(u"/proc/zoneinfo"_s,
                      "Node 0, zone Normal\n  pagesets\n    cpu: 0\n      count: 12500\n");
        WAIT(!m_heard.unloaded.isEmpty());
        QCOMPARE(m_heard.seen->systemAvailable.value, 12500 * ::sysconf(_SC_PAGESIZE));
    }

    void anUnloadThatOllamaDoesNotDoIsNotBelieved()
    {
        m_ollama->looksUntilGone = -1;
        connectUp();
        load();
        OllamaClient client;
        client.setTarget({QUrl(m_ollama->address()), 5s, 5s});
        OllamaUnload unload(client, {mini, {{5}, {5}, {}, {}}, [] { return readAvailable(); }, 100ms});
        std::optional<Result<UnloadMeasurement>> result;
        unload.start([&](const Result<UnloadMeasurement> &came) { result = came; });
        WAIT(result.has_value());
        QVERIFY(!*result);
        QCOMPARE(result->error().code, ErrorCode::ModelBusy);
        QVERIFY(m_ollama->isLoaded(miniFull));
    }

    void inOldVersionsAnEmbeddingWithoutTimeToLiveUnloads()
    {
        m_ollama->generateUnloads = false;
        connectUp();
        load();
        m_service->unload(mini);
        WAIT(!m_heard.unloaded.isEmpty());
        QCOMPARE(m_ollama->last(u"/api/embed"_s).value(u"keep_alive"_s).toInt(-5), 0);
        QVERIFY(!m_ollama->isLoaded(miniFull));
    }

    void oldVersionsWorkAsFarAsTheyCan()
    {
        m_ollama->hasEmbed = m_ollama->hasPs = m_ollama->hasCapabilities = m_ollama->generateUnloads = false;
        connectUp();
        QVERIFY(entry(mini).installed);
        load();
        QVERIFY2(m_heard.loaded == QStringList{mini}, codeOf(m_heard.loadError));
        embed(request({u"a cat"_s, u"dog"_s}));
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        QCOMPARE(m_heard.embeddings->values.size(), std::size_t(8));
        const std::vector<float> second(m_heard.embeddings->values.begin() + 4,
                                        m_heard.embeddings->values.end());
        QVERIFY(std::abs(length(second) - 1) < 1e-6);
        const int tried = m_ollama->count(u"/api/embed"_s);
        embed(request({u"more"_s}));
        QCOMPARE(m_ollama->count(u"/api/embed"_s), tried); // it has learned
        embed(request({u"a"_s, u""_s}));
        QCOMPARE(m_heard.embedError->index, std::optional(1));
        m_service->unload(mini);
        WAIT(!m_heard.unloaded.isEmpty());
        QCOMPARE(state(), OllamaState::Available);
    }

    void modelsOfOtherProgramsAppearAndVanish()
    {
        connectUp();
        m_ollama->loadByAnother(miniFull);
        m_ollama->loadByAnother(u"llama3:latest"_s); // embeds nothing: none of ours
        QCOMPARE(reconcile(), 1);
        QCOMPARE(m_heard.foundLoaded, QStringList{mini});
        QCOMPARE(m_service->readMemory(mini)->pss.value, 50'000'000);
        QCOMPARE(reconcile(), 0);
        m_ollama->evict(miniFull);
        QCOMPARE(reconcile(), 1);
        QCOMPARE(m_heard.foundUnloaded, QStringList{mini});
    }

    void whatIsLoadedAtTheStartAppears()
    {
        m_ollama->loadByAnother(miniFull);
        connectUp();
        WAIT(m_heard.foundLoaded == QStringList{mini});
    }

    // What it holds is not ours to give back, nor to count on.
    void anotherMachinesMemoryIsNotThisOnes()
    {
        m_ollama->removeModel(miniFull);
        FakeModel model{miniFull};
        model.sizeVram = 20'000'000;
        m_ollama->addModel(model);
        QUrl address(m_ollama->address());
        address.setHost(u"elsewhere.localhost"_s); // for us a name like any other
        m_settings.set(OllamaHost, address.toString());
        connectUp();
        load();
        QCOMPARE(m_heard.info->device, u"gpu"_s);
        QCOMPARE(m_service->readMemory(mini)->pss.value, 0);
        QCOMPARE(m_service->readMemory(mini)->anonymous.value, 0);
        QCOMPARE(m_service->readMemory(mini)->device->value, 0);
        m_service->unload(mini);
        WAIT(!m_heard.unloaded.isEmpty());
        QCOMPARE(m_heard.seen->held.pss.value, 0);
        QCOMPARE(m_heard.seen->returned.pss.value, 0);
        QCOMPARE(m_heard.seen->returned.device->value, 0);
    }

    void externalModelsAreNotRenewed()
    {
        connectUp();
        m_ollama->loadByAnother(miniFull);
        m_ollama->setKeepAlive(miniFull, 30);
        reconcile();
        reconcile();
        QCOMPARE(m_ollama->count(u"/api/embed"_s), 0);
    }

    void aModelWithWorkUnderWayDoesNotVanish()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        WAIT(m_ollama->waiting() == 1);
        m_ollama->evict(miniFull);
        QCOMPARE(reconcile(), 0);
        m_ollama->release();
        WAIT(m_heard.embeddings);
        QVERIFY(m_heard.foundUnloaded.isEmpty());
    }

    void aModelThatSomebodyDownloadsIsNoticedByItsUse()
    {
        connectUp();
        m_ollama->addModel({u"new:latest"_s});
        m_ollama->loadByAnother(u"new:latest"_s);
        QCOMPARE(reconcile(), 1);
        QVERIFY(entry(u"new"_s).installed);
    }
};

MODELDECK_TEST(OllamaServiceResidencyTest)
#include "ollama_service_residency_test.moc"
