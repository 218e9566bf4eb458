// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that go on (events, pulls), metrics, request ids and the log.
#include "tests/rest/api_fixture.h"
#include "tests/support/test_program.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

// Keeps what is written.
struct Page : api::Sink
{
    void write(const QByteArray &bytes) override { text += bytes; }
    void end() override { ended = true; }
    QByteArray text;
    bool ended = false;
};

// An answer that goes on, taken up.
struct Going
{
    explicit Going(const Api::Got &got) : page(std::make_shared<Page>())
    {
        page->text = got.response.body;
        if (got.response.goOn)
            abandon = got.response.goOn(page);
    }
    int lines() const { return int(page->text.count('\n')); }
    QJsonObject line(int index) const { return parsed(page->text.split('\n').value(index).constData()); }

    std::shared_ptr<Page> page;
    api::Abandon abandon;
};

Event happening(EventKind kind, const QString &model = {}, std::optional<ModelState> state = {})
{
    Event event;
    event.kind = kind;
    event.at = 1640995200;
    event.modelId = model;
    event.state = state;
    event.text = Text(MD_TEXT("as scripted"));
    return event;
}

void settle(Api &api)
{
    QCoreApplication::sendPostedEvents(api.context.mailbox.get());
}

QByteArray idOf(const QByteArray &frames, qsizetype index)
{
    qsizetype at = -1;
    for (qsizetype i = 0; i <= index; ++i)
        at = frames.indexOf("\nid: ", at + 1);
    return frames.sliced(at + 5, frames.indexOf('\n', at + 5) - at - 5);
}

QStringList logged;

void keepMessage(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    if (qstrcmp(context.category, "modeldeck.rest") == 0)
        logged << message;
}

void setPull(Api &api, qint64 completed)
{
    api.engine.change([&](Snapshot &now) {
        now.pulls = {{u"bge-m3"_s, u"pulling"_s, Bytes{completed}, Bytes{100}, 10.0, 5.0}};
    });
    settle(api);
}

const QByteArray pullPath = "/api/rag/embedding/text/pull/bge-m3";

} // namespace

class RestWatchingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- while the engine looks for its models ----

    void callsWaitUntilTheModelsAreKnown()
    {
        Api api;
        const auto found = std::exchange(api.context.snapshot, nullptr);
        api.pause();
        std::vector<std::optional<api::Response>> answers(3);
        const std::vector<QByteArray> paths{"/v1/models", "/api/rag/embedding/status", "/metrics"};
        for (std::size_t i = 0; i < paths.size(); ++i)
            (void)api.begin("GET", paths[i], [&answer = answers[i]](auto response) { answer = response; });
        QCOMPARE(api.get("/livez").status, 200);
        const auto ready = api.get("/readyz");
        QCOMPARE(ready.status, 503);
        QCOMPARE(ready.json[u"status"_s].toString(), u"starting"_s);
        for (const auto &answer : answers)
            QVERIFY(!answer);
        api.context.see(found);
        for (const auto &answer : answers)
            QCOMPARE(answer.value().status, 200);
        QCOMPARE(api.get("/readyz").status, 200);
    }

    void aCallThatIsAbandonedWhileItWaitsIsNotHandled()
    {
        Api api;
        const auto found = std::exchange(api.context.snapshot, nullptr);
        api.pause();
        bool answered = false;
        const auto abandon = api.begin("POST", "/api/rag/embedding/rescan", [&](auto) { answered = true; });
        abandon();
        api.context.see(found);
        QVERIFY(!answered);
        QCOMPARE(api.engine.count(u"rescan"_s), 0);
    }

    void textsAndListsWaitForOllamasFirstAnswer_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("waits");
        QTest::newRow("models") << QByteArray("GET") << QByteArray("/v1/models") << QByteArray() << true;
        QTest::newRow("tags") << QByteArray("GET") << QByteArray("/api/tags") << QByteArray() << true;
        QTest::newRow("a text") << QByteArray("POST") << QByteArray("/v1/embeddings")
                                << QByteArray(R"({"input": "a", "model": "bge-m3"})") << true;
        QTest::newRow("without a model")
            << QByteArray("POST") << QByteArray("/v1/embeddings") << QByteArray(R"({"input": "a"})") << true;
        QTest::newRow("in Ollama's form") << QByteArray("POST") << QByteArray("/api/embed")
                                          << QByteArray(R"({"input": "a", "model": "bge-m3"})") << true;
        QTest::newRow("a text for CLIP")
            << QByteArray("POST") << QByteArray("/v1/embeddings")
            << QByteArray(R"({"input": "a", "model": "ViT-L-14/openai"})") << false;
        QTest::newRow("readiness") << QByteArray("GET") << QByteArray("/readyz") << QByteArray() << false;
        QTest::newRow("the status") << QByteArray("GET") << QByteArray("/api/rag/embedding/status")
                                    << QByteArray() << false;
    }
    void textsAndListsWaitForOllamasFirstAnswer()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, path);
        QFETCH(const QByteArray, body);
        QFETCH(const bool, waits);
        Api api;
        api.engine.change([](Snapshot &now) { now.ollama.state = OllamaState::Connecting; });
        settle(api);
        std::optional<api::Response> answer;
        (void)api.begin(
            method, path, [&](auto response) { answer = response; }, body);
        settle(api);
        QCOMPARE(!answer, waits);
        api.engine.change([](Snapshot &now) { now.ollama.state = OllamaState::Available; });
        QTRY_VERIFY(answer);
        QVERIFY2(answer->status < 500, answer->body.constData());
    }

    // ---- events ----

    void eventsComeAsServerSentEvents()
    {
        Api api;
        const auto got = api.get("/api/events");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.response.contentType, "text/event-stream");
        Going events(got);
        api.engine.publish(happening(EventKind::State, vitL, ModelState::Ready));
        settle(api);
        const QByteArray text = events.page->text;
        QVERIFY(text.contains("event: state\nid: "));
        const QByteArray data = text.sliced(text.lastIndexOf("data: ") + 6).trimmed();
        const QJsonObject expected = parsed(
            R"({"at": 1640995200, "model_id": "ViT-L-14/openai", "state": "ready", "message": "as scripted"})");
        QCOMPARE(parsed(data.constData()), expected);
    }

    void aReceiptTravelsWithItsEvent()
    {
        Api api;
        Going events(api.get("/api/events"));
        Event told = happening(EventKind::Receipt, vitL);
        told.receipt = receiptFor(*api.engine.snapshot()->find(vitL), UnloadReason::IdleTimeout);
        told.receipt->movedToRam = true;
        api.engine.publish(told);
        settle(api);
        QVERIFY(events.page->text.contains("event: receipt\n"));
        QVERIFY(events.page->text.contains("\"reason\":\"idle_timeout\""));
        QVERIFY(events.page->text.contains("\"moved_to_ram\":true"));
    }

    void aReconnectedListenerGetsTheEventsItMissed()
    {
        Api api;
        Going first(api.get("/api/events"));
        for (const ModelState state : {ModelState::Loading, ModelState::Ready, ModelState::Unloaded})
            api.engine.publish(happening(EventKind::State, vitL, state));
        settle(api);
        const QByteArray seen = idOf(first.page->text, 0);
        first.abandon();
        api.engine.publish(happening(EventKind::Setting));
        settle(api);
        QVERIFY(!first.page->text.contains("event: setting"));
        api.headers = {{"last-event-id", seen}};
        Going again(api.get("/api/events"));
        QCOMPARE(again.page->text.count("event: "), 3);
        QVERIFY(!again.page->text.contains("\"loading\""));
        QVERIFY(again.page->text.contains("event: setting"));
        api.headers.clear();
        QCOMPARE(Going(api.get("/api/events")).page->text.count("event: "), 0); // nobody who was here before
    }

    void theBufferOfEventsIsBounded()
    {
        api::EventFeed feed(15s, 3);
        for (int i = 0; i < 10; ++i)
            feed.tell(happening(EventKind::Setting));
        const auto page = std::make_shared<Page>();
        const api::Abandon leave = feed.subscribe(page, 0);
        QCOMPARE(page->text.count("event: "), 3);
        leave();
    }

    void memoryIsToldOnceASecondAndNotKept()
    {
        Api api;
        Going events(api.get("/api/events"));
        loadBoth(api.engine);
        settle(api);
        QCOMPARE(events.page->text.count("event: memory"), 1);
        QVERIFY(events.page->text.contains("\"ram_mb\":128"));
        for (int i = 1; i <= 3; ++i) {
            api.engine.change([](Snapshot &now) { now.at += 1; });
            settle(api);
        }
        QCOMPARE(events.page->text.count("event: memory"), 4);
        api.headers = {{"last-event-id", "1"}};
        QCOMPARE(Going(api.get("/api/events")).page->text.count("event: memory"), 1); // the last one
    }

    void aSilentStreamOfEventsGetsComments()
    {
        api::EventFeed feed(1ms);
        const auto page = std::make_shared<Page>();
        const api::Abandon leave = feed.subscribe(page, {});
        QTRY_VERIFY(page->text.contains("\n:\n\n:\n\n"));
        leave();
    }

    // ---- pulls ----

    void aPullTellsItsProgress()
    {
        Api api;
        api.engine.hold();
        std::optional<api::Response> response;
        api::Request request;
        request.method = "POST";
        request.path = pullPath + ":latest";
        request.headers = {{"host", "localhost"}};
        request.peer = request.local = QHostAddress(QHostAddress::LocalHost);
        api::handleRequest(api.context, request, [&](api::Response r) { response = std::move(r); });
        QVERIFY(!response); // no progress yet: it may still fail
        QCOMPARE(api.engine.last(u"pull"_s).modelId, u"bge-m3"_s);
        setPull(api, 10);
        QVERIFY(response);
        QCOMPARE(response->contentType, "application/x-ndjson");
        Going pull({response->status, {}, *response});
        setPull(api, 10); // nothing new
        setPull(api, 50);
        QCOMPARE(pull.lines(), 2);
        const QJsonObject expected =
            parsed(R"({"status": "pulling", "model_id": "bge-m3", "completed": 50, "total": 100,
            "bytes_per_second": 10, "seconds_left": 5})");
        QCOMPARE(pull.line(1), expected);
        api.engine.release();
        settle(api);
        QCOMPARE(pull.line(2)[u"status"_s].toString(), u"success"_s);
        QVERIFY(pull.page->ended);
        setPull(api, 60); // another's
        QCOMPARE(pull.lines(), 3);
    }

    void aPullThatCannotBeginIsAnError()
    {
        Api api;
        api.engine.fail(u"pull"_s, error(ErrorCode::OllamaUnavailable));
        const auto got = api.post(pullPath);
        QCOMPARE(got.status, 503);
        QCOMPARE(code(got), u"ollama_unavailable"_s);
        QCOMPARE(api.post("/api/rag/embedding/text/pull/ViT-L-14/openai").status, 404);
    }

    void aPullThatFailsLaterEndsWithTheError()
    {
        Api api;
        api.engine.hold();
        std::optional<api::Response> response;
        const api::Context &context = api.context;
        api::Request request;
        request.method = "POST";
        request.path = pullPath;
        request.headers = {{"host", "localhost"}};
        request.peer = request.local = QHostAddress(QHostAddress::LocalHost);
        api::handleRequest(context, request, [&](api::Response r) { response = std::move(r); });
        setPull(api, 10);
        Going pull({response->status, {}, *response});
        api.engine.fail(u"pull"_s, error(ErrorCode::OllamaUnavailable, "it went away"));
        api.engine.release();
        settle(api);
        QCOMPARE(pull.line(1)[u"error"_s][u"code"_s].toString(), u"ollama_unavailable"_s);
        QVERIFY(pull.page->ended);
    }

    // Whether it ends is the engine's to say: others may wait for it, in the window too.
    void aDisconnectCancelsOnlyThatClientsCallOfAPull()
    {
        Api api;
        api.engine.hold();
        api::Request request;
        request.method = "POST";
        request.path = pullPath;
        request.headers = {{"host", "localhost"}};
        request.peer = request.local = QHostAddress(QHostAddress::LocalHost);
        const api::Abandon abandon = api::handleRequest(api.context, request, [](const api::Response &) {});
        abandon();
        QCOMPARE(api.engine.count(u"cancelPull"_s), 0);
        QCOMPARE(api.engine.last(u"cancel"_s).request, api.engine.last(u"pull"_s).request);
    }

    void deletingAPullCancelsItForAllClients()
    {
        Api api;
        QCOMPARE(api.ask("DELETE", pullPath).json[u"success"_s].toBool(), true);
        QCOMPARE(api.engine.last(u"cancelPull"_s).modelId, u"bge-m3"_s);
    }

    // ---- text models ----

    void textModelsAreLoadedAndUnloadedByName()
    {
        Api api;
        const auto loaded = api.post("/api/rag/embedding/text/load/mxbai-embed-large:latest");
        QCOMPARE(loaded.json[u"model_id"_s].toString(), u"mxbai-embed-large"_s);
        const auto unloaded = api.post("/api/rag/embedding/text/unload/mxbai-embed-large");
        QCOMPARE(unloaded.json[u"unloaded"_s].toBool(), true);
        QCOMPARE(unloaded.json[u"message"_s].toString(),
                 u"Text model mxbai-embed-large unloaded successfully"_s);
        QCOMPARE(code(api.post("/api/rag/embedding/text/load/ViT-L-14/openai")), u"model_not_found"_s);
        QCOMPARE(code(api.post("/api/rag/embedding/text/unload/ViT-L-14/openai")), u"model_not_found"_s);
        api.engine.fail(u"load"_s, error(ErrorCode::OllamaUnavailable));
        QCOMPARE(api.post("/api/rag/embedding/text/load/hf.co/some/model").status, 503);
        QCOMPARE(api.engine.last(u"load"_s).modelId, u"hf.co/some/model"_s);
    }

    // ---- metrics ----

    void metricsTellOfModelsAndCounts()
    {
        Api api;
        loadBoth(api.engine);
        api.engine.change([](Snapshot &now) {
            now.counters.loads = 7;
            now.counters.unloads[UnloadReason::IdleTimeout] = 3;
            now.counters.returnedRam = Bytes::fromMebibytes(1);
            now.visionPressure = PressureLevel::High;
            now.ollama.state = OllamaState::Unavailable;
        });
        const QByteArray body = R"({"input": "a"})";
        QCOMPARE(api.embed(body).status, 200);
        QCOMPARE(api.get("/nowhere").status, 404);
        const auto got = api.get("/metrics");
        QCOMPARE(got.response.contentType, "text/plain; version=0.0.4; charset=utf-8");
        for (const QByteArray line :
             {R"(modeldeck_models_loaded{type="vision"} 1)",
              R"(modeldeck_model_loaded{model="ViT-B-32/openai",type="vision"} 0)",
              R"(modeldeck_model_memory_bytes{model="ViT-L-14/openai",tier="vram"} 536870912)",
              "modeldeck_loads_total 7", R"(modeldeck_unloads_total{reason="idle_timeout"} 3)",
              R"(modeldeck_unloads_total{reason="manual"} 0)",
              R"(modeldeck_returned_bytes_total{tier="ram"} 1048576)",
              R"(modeldeck_memory_pressure_level{pool="vision_embeddings"} 2)", "modeldeck_ollama_up 0",
              R"(modeldeck_http_requests_total{method="POST",route="/v1/embeddings",status="200"} 1)",
              R"(modeldeck_http_requests_total{method="GET",route="unknown",status="404"} 1)",
              R"(modeldeck_embedding_duration_seconds_bucket{model="mxbai-embed-large",le="+Inf"} 1)",
              R"(modeldeck_embedding_duration_seconds_count{model="mxbai-embed-large"} 1)"})
            QVERIFY2(got.response.body.contains('\n' + line + '\n'), line);
    }

    void histogramsAreCumulative()
    {
        api::Histogram histogram;
        for (const auto time : {500us, 1000us, 1001us, 90000000us})
            histogram.add(time);
        QCOMPARE(histogram.atMost(0), 2U);
        QCOMPARE(histogram.atMost(1), 3U);
        QCOMPARE(histogram.atMost(api::Histogram::bounds.size() - 1), 3U);
        QCOMPARE(histogram.count(), 4U);
    }

    // ---- request ids and the log ----

    void everyAnswerHasItsRequestsId()
    {
        Api api;
        const auto id = [&] {
            for (const api::Header &header : api.get("/livez").response.headers) {
                if (header.name == "X-Request-Id")
                    return header.value;
            }
            return QByteArray();
        };
        const QByteArray first = id();
        QVERIFY(first.startsWith("req-") && first != id());
        api.headers = {{"x-request-id", "mine-1"}};
        QCOMPARE(id(), "mine-1");
        for (const QByteArray &bad :
             {QByteArray("a b"), QByteArray("a\x1b[31m"), QByteArray(65, 'a'), QByteArray()}) {
            api.headers = {{"x-request-id", bad}};
            QVERIFY(id().startsWith("req-"));
        }
    }

    void theLogHasTheRequestAndNothingSecret()
    {
        Api api;
        api.context.access.token = "s3cret";
        api.headers = {{"authorization", "Bearer s3cret"}, {"x-request-id", "seen"}};
        QLoggingCategory::setFilterRules(u"modeldeck.rest.debug=true"_s);
        const auto before = qInstallMessageHandler(keepMessage);
        const QByteArray body = R"({"input": "a private text", "model": "ViT-L-14/openai"})";
        api.embed(body);
        qInstallMessageHandler(before);
        QLoggingCategory::setFilterRules({});
        QCOMPARE(logged.size(), 1);
        QVERIFY2(logged.first().startsWith(u"seen POST /v1/embeddings 200 "_s), qPrintable(logged.first()));
        QVERIFY(logged.first().contains(u" ms, %1 bytes in, "_s.arg(body.size())));
        QVERIFY(!logged.first().contains(u"private"_s) && !logged.first().contains(u"s3cret"_s));
    }
};

MODELDECK_TEST(RestWatchingTest)
#include "rest_watching_test.moc"
