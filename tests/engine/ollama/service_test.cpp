// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_embed_job.h"
#include "engine/services/ollama_embedding_service.h"
#include "tests/tools/fake_ollama/fake_ollama.h"

#include <QSignalSpy>
#include <QTest>
#include <cmath>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 30'000)

namespace {

const QString mini = u"mini"_s;
const QString miniFull = u"mini:latest"_s;

} // namespace

// The service against the stand-in, both in this thread.
class OllamaServiceTest : public QObject
{
    Q_OBJECT

    struct Heard
    {
        QStringList loaded, vanished, appeared, unloaded, told;
        std::optional<LoadedInfo> info;
        std::optional<Error> loadError, unloadError, embedError;
        std::optional<Embeddings> embeddings;
        std::optional<UnloadMeasurement> seen;
        int answers = 0; // to embeds
    };

    std::unique_ptr<FakeOllama> m_ollama;
    SystemClock m_clock;
    Settings m_settings;
    std::unique_ptr<OllamaEmbeddingService> m_service;
    Heard m_heard;

    void startService()
    {
        m_service = std::make_unique<OllamaEmbeddingService>(m_clock);
        OllamaEmbeddingService *service = m_service.get();
        connect(service, &EmbeddingService::loaded, this, [this](const QString &id, const LoadedInfo &info) {
            m_heard.loaded << id;
            m_heard.info = info;
        });
        connect(service, &EmbeddingService::loadFailed, this,
                [this](const QString &, const Error &error) { m_heard.loadError = error; });
        connect(service, &EmbeddingService::embedded, this,
                [this](const QString &, RequestId, const Embeddings &result) {
                    m_heard.embeddings = result;
                    ++m_heard.answers;
                });
        connect(service, &EmbeddingService::embedFailed, this,
                [this](const QString &, RequestId, const Error &error) {
                    m_heard.embedError = error;
                    ++m_heard.answers;
                });
        connect(service, &EmbeddingService::unloaded, this,
                [this](const QString &id, const UnloadMeasurement &seen) {
                    m_heard.unloaded << id;
                    m_heard.seen = seen;
                });
        connect(service, &EmbeddingService::unloadFailed, this,
                [this](const QString &, const Error &error) { m_heard.unloadError = error; });
        connect(service, &EmbeddingService::appeared, this,
                [this](const QString &id, const LoadedInfo &info) {
                    m_heard.appeared << id;
                    m_heard.info = info;
                });
        connect(service, &EmbeddingService::vanished, this,
                [this](const QString &id) { m_heard.vanished << id; });
        connect(service, &OllamaEmbeddingService::told, this,
                [this](const Text &news) { m_heard.told << news.english(); });
        service->setSettings(m_settings);
    }
    void connectUp()
    {
        startService();
        WAIT(state() == OllamaState::Available);
    }
    OllamaState state() const { return m_service->view().state; }
    CatalogEntry entry(const QString &id) const
    {
        for (const CatalogEntry &model : m_service->models()) {
            if (model.id == id)
                return model;
        }
        return {};
    }
    void load(const QString &id = mini)
    {
        m_service->load(entry(id), m_settings);
        WAIT(m_heard.loaded.contains(id) || m_heard.loadError);
    }
    EmbedRequest request(const QStringList &texts) const
    {
        EmbedRequest request;
        request.model = mini;
        for (const QString &text : texts)
            request.inputs.push_back({EmbedInput::Kind::Text, text.toUtf8()});
        return request;
    }
    void embed(const EmbedRequest &request)
    {
        const int before = m_heard.answers;
        m_heard.embedError.reset();
        m_heard.embeddings.reset();
        m_service->embed(mini, 7, request);
        QCOMPARE(m_heard.answers, before); // never from within the call
        WAIT(m_heard.answers == before + 1);
    }
    int reconcile()
    {
        std::optional<int> corrections;
        m_service->reconcile([&](const Result<int> &result) { corrections = result.value_or(-1); });
        if (!QTest::qWaitFor([&] { return corrections.has_value(); }, 30'000))
            return -1;
        return *corrections;
    }
    static QByteArray codeOf(const std::optional<Error> &error)
    {
        return error ? errorInfo(error->code).name : "";
    }
    static double length(const std::vector<float> &values)
    {
        double sum = 0;
        for (const float value : values)
            sum += double(value) * double(value);
        return std::sqrt(sum);
    }

private Q_SLOTS:
    void init()
    {
        m_ollama = std::make_unique<FakeOllama>();
        QVERIFY(m_ollama->listen());
        m_ollama->addModel({miniFull});
        m_ollama->addModel({u"llama3:latest"_s, 4096, 8192, false, u"llama"_s});
        m_settings = {};
        m_settings.setValue(Key::OllamaHost, m_ollama->address());
        m_heard = {};
    }
    void cleanup()
    {
        m_service.reset();
        m_ollama.reset();
    }

    void itListsEmbeddingModelsAndTheKnownOnes()
    {
        connectUp();
        QCOMPARE(m_service->models().size(), std::size_t(4));
        QVERIFY(entry(mini).installed);
        QCOMPARE(entry(mini).dimension, 4);
        QCOMPARE(m_service->view().version, u"0.9.6"_s);
        QVERIFY(!entry(u"bge-m3"_s).installed);
    }

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

    void textsGoInOneCallAndComeBackInOrder()
    {
        connectUp();
        load();
        embed(request({u"a cat"_s, u"dog"_s, u"zebra"_s}));
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        QCOMPARE(m_ollama->last(u"/api/embed"_s).value(u"input"_s).toArray(),
                 (QJsonArray{u"a cat"_s, u"dog"_s, u"zebra"_s}));
        QCOMPARE(m_ollama->count(u"/api/embed"_s), 2); // the load, and this
        const Embeddings &got = *m_heard.embeddings;
        QCOMPARE(got.dimension, 4);
        QCOMPARE(got.promptTokens, 4);
        QCOMPARE(got.values.size(), std::size_t(12));
        int row = 0;
        for (const QString &text : {u"a cat"_s, u"dog"_s, u"zebra"_s}) {
            std::vector<float> expected;
            for (const double value : FakeOllama::vectorOf(text, 4))
                expected.push_back(float(value));
            normalizeRows(expected, 4);
            for (int i = 0; i < 4; ++i)
                QVERIFY(std::abs(got.values[std::size_t(row * 4 + i)] - expected[std::size_t(i)]) < 1e-6F);
            ++row;
        }
    }

    void withoutNormalizationTheVectorsAreTheModels()
    {
        connectUp();
        load();
        EmbedRequest raw = request({u"a cat"_s, u"dog"_s});
        raw.normalize = false;
        embed(raw);
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        const auto first = FakeOllama::vectorOf(u"a cat"_s, 4);
        QCOMPARE(m_heard.embeddings->values[0], float(first[0]));
        QCOMPARE(m_heard.embeddings->promptTokens, 3);
        raw.inputs.push_back({EmbedInput::Kind::Text, "a b c d e f g h i j"});
        embed(raw);
        QCOMPARE(codeOf(m_heard.embedError), "invalid_request"); // raw or not, it is too long
    }

    void aTextThatIsTooLongIsNamedUnlessItIsToBeCut()
    {
        connectUp();
        load();
        EmbedRequest tooLong = request({u"short"_s, u"a b c d e f g h i j"_s, u"short"_s});
        embed(tooLong);
        QCOMPARE(codeOf(m_heard.embedError), "invalid_request");
        QCOMPARE(m_heard.embedError->index, std::optional(1));
        tooLong.truncate = true;
        embed(tooLong);
        QVERIFY(m_heard.embeddings);
        QCOMPARE(m_heard.embeddings->promptTokens, 10);
    }

    void noTextAtAllHasTheModelLoaded()
    {
        connectUp();
        load();
        embed(request({}));
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError));
        QVERIFY(m_heard.embeddings->values.empty());
        QCOMPARE(m_heard.embeddings->dimension, 4);
    }

    void imagesAreRefused()
    {
        connectUp();
        load();
        EmbedRequest images = request({u"a"_s});
        images.inputs.push_back({EmbedInput::Kind::Image, "png"});
        embed(images);
        QCOMPARE(codeOf(m_heard.embedError), "invalid_request");
        QCOMPARE(m_heard.embedError->index, std::optional(1));
    }

    void whenOllamaFailsTheCallFails_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *name, Trick::Kind kind, int status, const char *body,
                            const char *code) {
            QTest::newRow(name) << int(kind) << status << QByteArray(body) << QByteArray(code);
        };
        using enum Trick::Kind;
        row("half", Half, 200, "", "ollama_unavailable");
        row("dies", Die, 200, "", "ollama_unavailable");
        row("a gigabyte", Huge, 200, "", "ollama_unavailable");
        row("hangs", Hang, 200, "", "timeout_upstream");
        row("no HTTP", NotHttp, 200, "", "ollama_unavailable");
        row("garbage", Reply, 200, "<html>", "ollama_unavailable");
        row("wrong types", Reply, 200, R"({"embeddings":[["a"]]})", "ollama_unavailable");
        row("null", Reply, 200, R"({"embeddings":[null]})", "ollama_unavailable");
        row("NaN", Reply, 200, R"({"embeddings":[[NaN,1,1,1]]})", "ollama_unavailable");
        row("zeros", Reply, 200, R"({"embeddings":[[0,0,0,0]]})", "ollama_unavailable");
        row("too few", Reply, 200, R"({"embeddings":[]})", "ollama_unavailable");
        row("too many", Reply, 200, R"({"embeddings":[[1,2,3,4],[1,2,3,4]]})", "ollama_unavailable");
        row("wrong dimension", Reply, 200, R"({"embeddings":[[1,2,3]]})", "model_load_failed");
        row("400", Reply, 400, R"({"error":"this model does not support embeddings"})", "invalid_request");
        row("404", Reply, 404, R"({"error":"model not found"})", "model_not_found");
        row("500", Reply, 500, R"({"error":"llama runner process has terminated"})", "model_load_failed");
        row("500 without words", Reply, 500, "", "model_load_failed");
        row("no memory", Reply, 500,
            R"({"error":"model requires more system memory (9 GiB) than is available"})",
            "insufficient_memory");
        row("503", Reply, 503, R"({"error":"server busy"})", "ollama_unavailable");
        row("429", Reply, 429, R"({"error":"slow down"})", "ollama_unavailable");
        row("401", Reply, 401, R"({"error":"who?"})", "ollama_unavailable");
        row("redirect", Redirect, 302, "http://example.org/", "ollama_unavailable");
    }
    void whenOllamaFailsTheCallFails()
    {
        QFETCH(const int, kind);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, code);
        if (Trick::Kind(kind) == Trick::Kind::Hang)
            m_settings.setValue(Key::OllamaRequestTimeout, qint64(1));
        connectUp();
        load();
        m_ollama->trick(u"/api/embed"_s, {Trick::Kind(kind), status, body});
        embed(request({u"a cat"_s}));
        QVERIFY(!m_heard.embeddings);
        QCOMPARE(codeOf(m_heard.embedError), code);
        m_ollama->behave();
        embed(request({u"a cat"_s}));
        QVERIFY2(m_heard.embeddings, codeOf(m_heard.embedError)); // and the next one is served
    }

    void theSameOfALoad_data() { whenOllamaFailsTheCallFails_data(); }
    void theSameOfALoad()
    {
        QFETCH(const int, kind);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, code);
        const QByteArray name = QTest::currentDataTag();
        if (name == "too few")
            return; // is what a load should give
        if (Trick::Kind(kind) == Trick::Kind::Hang)
            m_settings.setValue(Key::OllamaRequestTimeout, qint64(1));
        connectUp();
        m_ollama->trick(u"/api/embed"_s, {Trick::Kind(kind), status, body});
        load();
        QVERIFY(m_heard.loaded.isEmpty());
        QCOMPARE(codeOf(m_heard.loadError),
                 name == "wrong dimension" ? QByteArray("ollama_unavailable") : code);
    }

    void troubleIsShownAsDegraded()
    {
        connectUp();
        load();
        m_ollama->trick(u"/api/embed"_s, {Trick::Kind::Reply, 503, R"({"error":"server busy"})"});
        embed(request({u"a"_s}));
        QCOMPARE(state(), OllamaState::Degraded);
        QVERIFY(m_service->view().problem.english().contains(u"server busy"_s));
        QVERIFY(m_heard.told.constLast().contains(u"degraded"_s));
    }

    void aCancelledEmbedAbortsItsTransfer()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        WAIT(m_ollama->waiting() == 1);
        m_service->cancel(mini, 7);
        WAIT(m_ollama->waiting() == 0);
        WAIT(m_heard.answers == 1); // so that the lease ends
        QCOMPARE(codeOf(m_heard.embedError), "cancelled");
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
        QTest::newRow("tracker off, asked") << false << 1800 << 600 << -1.0;
    }
    void keepAliveIsLongerThanOurDeadline()
    {
        QFETCH(const bool, tracker);
        QFETCH(const int, ramTimeout);
        QFETCH(const int, asked);
        QFETCH(const double, sent);
        m_settings.setValue(Key::ModelUsageTrackerEnabled, tracker);
        m_settings.setValue(Key::EmbeddingModelRamTimeout, qint64(ramTimeout));
        connectUp();
        load();
        EmbedRequest one = request({u"a"_s});
        if (asked != -2)
            one.keepAlive = std::chrono::seconds(asked);
        embed(one);
        QCOMPARE(m_ollama->keepAlive(miniFull), sent);
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

    void anUnloadThatOllamaDoesNotDoIsNotBelieved()
    {
        m_ollama->looksUntilGone = -1;
        connectUp();
        load();
        OllamaClient client;
        client.setTarget({QUrl(m_ollama->address()), 5s, 5s});
        OllamaUnload unload(client, {mini, {{5}, {5}, {}, {}}, true, 100ms});
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
        QCOMPARE(m_heard.appeared, QStringList{mini});
        QCOMPARE(m_service->readMemory(mini)->pss.value, 50'000'000);
        QCOMPARE(reconcile(), 0);
        m_ollama->evict(miniFull);
        QCOMPARE(reconcile(), 1);
        QCOMPARE(m_heard.vanished, QStringList{mini});
    }

    void whatIsLoadedAtTheStartAppears()
    {
        m_ollama->loadByAnother(miniFull);
        connectUp();
        WAIT(m_heard.appeared == QStringList{mini});
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
        QVERIFY(m_heard.vanished.isEmpty());
    }

    void aModelThatSomebodyDownloadsIsNoticedByItsUse()
    {
        connectUp();
        m_ollama->addModel({u"new:latest"_s});
        m_ollama->loadByAnother(u"new:latest"_s);
        QCOMPARE(reconcile(), 1);
        QVERIFY(entry(u"new"_s).installed);
    }

    void awayEveryCallFailsAtOnce()
    {
        connectUp();
        load();
        m_ollama->close();
        reconcile();
        WAIT(m_heard.vanished == QStringList{mini});
        QCOMPARE(state(), OllamaState::Unavailable);
        QVERIFY(entry(mini).installed); // it is, as far as is known
        m_heard.loaded.clear();
        load();
        QCOMPARE(codeOf(m_heard.loadError), "ollama_unavailable");
        QVERIFY(m_heard.loadError->retryAfter);
        std::optional<Error> pull;
        m_service->pull(u"x"_s, [&](const Result<LoadReport> &result) { pull = result.error(); });
        QCOMPARE(codeOf(pull), "ollama_unavailable");
    }

    void itDiesDuringAnEmbed()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.answers == 1);
        QCOMPARE(codeOf(m_heard.embedError), "ollama_unavailable");
        reconcile();
        WAIT(m_heard.vanished == QStringList{mini});
    }

    void itDiesDuringALoadAndDuringAnUnload()
    {
        connectUp();
        m_ollama->hold(u"/api/embed"_s);
        m_service->load(entry(mini), m_settings);
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.loadError);
        QCOMPARE(codeOf(m_heard.loadError), "ollama_unavailable");
        m_ollama->release();
        QVERIFY(m_ollama->listen());
        retry();
        m_heard.loadError.reset();
        load();
        m_ollama->hold(u"/api/generate"_s);
        m_service->unload(mini);
        WAIT(m_ollama->waiting() == 1);
        m_ollama->close();
        WAIT(m_heard.unloaded == QStringList{mini});
        QCOMPARE(m_heard.seen->returned.pss.value, 0); // nobody saw it
        QVERIFY(m_heard.vanished.isEmpty());
    }

    void askedForItReconnectsAtOnce()
    {
        m_ollama->close();
        startService();
        WAIT(state() == OllamaState::Unavailable);
        QVERIFY(entry(u"bge-m3"_s).unreachable);
        QVERIFY(m_ollama->listen());
        retry();
        QCOMPARE(state(), OllamaState::Available);
        QVERIFY(entry(mini).installed);
        QVERIFY(!entry(u"bge-m3"_s).unreachable);
        m_ollama->close();
        reconcile();
        std::optional<Error> failed;
        m_service->retry([&](const Result<int> &result) { failed = result.error(); });
        WAIT(failed);
        QCOMPARE(codeOf(failed), "ollama_unavailable");
    }

    void itReconnectsByItself()
    {
        connectUp();
        m_ollama->close();
        reconcile();
        QCOMPARE(state(), OllamaState::Unavailable);
        QVERIFY(m_ollama->listen());
        WAIT(state() == OllamaState::Available);
    }

    void modeldeckItselfIsNoticed()
    {
        m_ollama->isModeldeck = true;
        startService();
        WAIT(state() == OllamaState::Unavailable);
        QVERIFY(m_service->view().problem.english().contains(u"this is Modeldeck"_s));
    }

    void whatIsNoOllamaIsUnavailable_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a web page") << u"/api/version"_s << QByteArray("<html>");
        QTest::newRow("no list") << u"/api/tags"_s << QByteArray("{}");
    }
    void whatIsNoOllamaIsUnavailable()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, body);
        m_ollama->trick(path, {Trick::Kind::Reply, 200, body});
        startService();
        WAIT(state() == OllamaState::Unavailable);
        QVERIFY(!m_service->view().problem.isEmpty());
    }

    void switchedOffItIsCalmAndAsksNothing()
    {
        m_settings.setValue(Key::OllamaEnabled, false);
        startService();
        QCOMPARE(state(), OllamaState::Disabled);
        QVERIFY(m_service->view().problem.isEmpty());
        load(u"bge-m3"_s);
        QCOMPARE(codeOf(m_heard.loadError), "ollama_unavailable");
        QVERIFY(m_heard.loadError->message.english().contains(u"ollama_enabled"_s));
        std::optional<Error> failed;
        m_service->retry([&](const Result<int> &result) { failed = result.error(); });
        QVERIFY(failed);
        QVERIFY(m_ollama->calls().empty());
    }

    void settingsThatChangeAreFollowed()
    {
        FakeOllama other;
        QVERIFY(other.listen());
        connectUp();
        load();
        m_settings.setValue(Key::OllamaHost, other.address());
        m_service->setSettings(m_settings);
        WAIT(m_heard.vanished == QStringList{mini});
        WAIT(state() == OllamaState::Available);
        QVERIFY(!entry(mini).installed);
        QCOMPARE(m_service->view().host, other.address());
        m_settings.setValue(Key::OllamaEnabled, false);
        m_service->setSettings(m_settings);
        QCOMPARE(state(), OllamaState::Disabled);
    }

    void aPullShowsItsProgressAndTheModelIsThere()
    {
        connectUp();
        m_ollama->pullLines = {R"({"status":"pulling manifest"})",
                               R"({"status":"pulling abc","digest":"abc","total":1000,"completed":400})",
                               R"({"status":"success"})"};
        m_ollama->pulled = {u"bge-m3:latest"_s, 1024};
        std::optional<Result<LoadReport>> first, second;
        m_service->pull(u"bge-m3:latest"_s, [&](const Result<LoadReport> &result) { first = result; });
        m_service->pull(u"bge-m3"_s, [&](const Result<LoadReport> &result) { second = result; });
        QCOMPARE(m_service->pulls().size(), std::size_t(1));
        WAIT(first && second);
        QVERIFY(*first);
        QCOMPARE((*first)->modelId, u"bge-m3"_s);
        QVERIFY(entry(u"bge-m3"_s).installed);
        QVERIFY(m_service->pulls().empty());
        QCOMPARE(m_ollama->count(u"/api/pull"_s), 1);
    }

    void aPullCanBeCancelled()
    {
        connectUp();
        m_ollama->trick(
            u"/api/pull"_s,
            {Trick::Kind::Stall, 200,
             "{\"status\":\"pulling abc\",\"digest\":\"abc\",\"total\":1000,\"completed\":400}\n"});
        std::optional<Result<LoadReport>> pulled, cancelled;
        m_service->pull(u"bge-m3"_s, [&](const Result<LoadReport> &result) { pulled = result; });
        WAIT(!m_service->pulls().empty() && m_service->pulls()[0].completed.value == 400);
        QCOMPARE(m_service->pulls()[0].name, u"bge-m3"_s);
        m_service->cancelPull(u"bge-m3"_s, [&](const Result<LoadReport> &result) { cancelled = result; });
        QVERIFY(cancelled && *cancelled);
        QCOMPARE(pulled->error().code, ErrorCode::Cancelled);
        QVERIFY(m_service->pulls().empty());
        m_service->cancelPull(u"bge-m3"_s, [&](const Result<LoadReport> &result) { cancelled = result; });
        QCOMPARE(cancelled->error().code, ErrorCode::InvalidRequest);
    }

    void aPullThatBreaksOffFails()
    {
        connectUp();
        m_ollama->pullLines = {R"({"status":"pulling manifest"})", R"({"status":"success"})"};
        m_ollama->trick(u"/api/pull"_s, {Trick::Kind::Half, 200, {}});
        std::optional<Result<LoadReport>> pulled;
        m_service->pull(u"bge-m3"_s, [&](const Result<LoadReport> &result) { pulled = result; });
        WAIT(pulled);
        QCOMPARE(pulled->error().code, ErrorCode::OllamaUnavailable);
    }

    void namesThatCanNotBeAreRefused()
    {
        connectUp();
        for (const QString &name : {QString(), u"two words"_s, QString(300, u'a'), u"line\nbreak"_s}) {
            std::optional<Error> pull, show;
            m_service->pull(name, [&](const Result<LoadReport> &result) { pull = result.error(); });
            m_service->describe(name, [&](const Result<QJsonObject> &result) { show = result.error(); });
            QCOMPARE(codeOf(pull), "invalid_request");
            QCOMPARE(codeOf(show), "invalid_request");
        }
        QCOMPARE(m_ollama->count(u"/api/pull"_s), 0);
    }

    void aDescriptionIsOllamasOwn()
    {
        connectUp();
        std::optional<Result<QJsonObject>> shown, unknown;
        m_service->describe(mini, [&](const Result<QJsonObject> &result) { shown = result; });
        m_service->describe(u"nothing"_s, [&](const Result<QJsonObject> &result) { unknown = result; });
        WAIT(shown && unknown);
        QCOMPARE((**shown)[u"details"_s][u"family"_s].toString(), u"bert"_s);
        QCOMPARE(unknown->error().code, ErrorCode::ModelNotFound);
        QVERIFY(unknown->error().hint.english().contains(u"ollama pull nothing"_s));
    }

    void destroyedWithWorkPendingItAnswersNothing()
    {
        connectUp();
        load();
        m_ollama->hold(u"/api/embed"_s);
        m_ollama->hold(u"/api/pull"_s);
        m_service->embed(mini, 7, request({u"a cat"_s}));
        m_service->pull(u"x"_s, [](const Result<LoadReport> &) { QFAIL("answered"); });
        WAIT(m_ollama->waiting() == 2);
        m_service.reset();
        WAIT(m_ollama->waiting() == 0);
        QCOMPARE(m_heard.answers, 0);
    }

private:
    void retry()
    {
        std::optional<Result<int>> result;
        m_service->retry([&](const Result<int> &came) { result = came; });
        WAIT(result.has_value());
        QVERIFY(*result);
    }
};

QTEST_GUILESS_MAIN(OllamaServiceTest)
#include "service_test.moc"
