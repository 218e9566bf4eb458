// SPDX-License-Identifier: GPL-3.0-or-later
// What Qt's HTTP server does not do by itself (app/rest/http/README.md): 5 to 7, HEAD, 405, Host, slashes in
// ids and what curl sends, against the real server. 1 to 4 are in hazards_test.cpp.
#include "tests/rest/served.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

class RestHttpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // ---- 5: HEAD, 405, Host, CR LF ----

    void headHasTheHeadersOfGetAndNoBody()
    {
        Served served;
        RawClient client(served.port());
        client.send(request("GET /v1/models"));
        const RawAnswer get = client.answer();
        client.send(request("HEAD /v1/models") + request("GET /livez"));
        const RawAnswer head = client.answer(false);
        QCOMPARE(head.status, 200);
        QCOMPARE(head.headers["content-length"], get.headers["content-length"]);
        QCOMPARE(json(client.answer())[u"status"_s].toString(), u"alive"_s); // no body in between
    }

    void headOfAnAnswerThatGoesOnKeepsTheConnection()
    {
        Served served;
        RawClient client(served.port());
        client.send(request("HEAD /api/events"));
        const RawAnswer head = client.answer(false);
        QCOMPARE(head.headers["content-type"], "text/event-stream");
        QCOMPARE(head.headers["connection"], "keep-alive");
        client.send(request("GET /livez"));
        QCOMPARE(client.answer().status, 200);
    }

    void aWrongMethodIs405WithAllow()
    {
        Served served;
        const RawAnswer answer = RawClient::ask(served.port(), request("DELETE /v1/models"));
        QCOMPARE(answer.status, 405);
        QCOMPARE(answer.headers["allow"], "GET, HEAD, OPTIONS");
        for (const QByteArray method : {"PUT", "PATCH", "TRACE", "QUERY"}) {
            const RawAnswer other = RawClient::ask(served.port(), request(method + " /v1/embeddings"));
            QCOMPARE(other.status, 405);
            QCOMPARE(other.headers["allow"], "POST, OPTIONS");
            QVERIFY(json(other)[u"error"_s][u"message"_s].toString().startsWith(QLatin1StringView(method)));
        }
        QCOMPARE(RawClient::ask(served.port(), request("BREW /v1/embeddings")).status, 501);
        const RawAnswer options = RawClient::ask(served.port(), request("OPTIONS /v1/embeddings"));
        QCOMPARE(options.status, 204);
        QCOMPARE(options.headers["allow"], "POST, OPTIONS");
        QCOMPARE(RawClient::ask(served.port(), request("OPTIONS *")).status, 204);
    }

    void aForeignHostIs421()
    {
        Served served;
        QCOMPARE(RawClient::ask(served.port(), "GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n").status,
                 421);
        QCOMPARE(RawClient::ask(served.port(),
                                "GET http://evil.example/livez HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                     .status,
                 421);
        QCOMPARE(RawClient::ask(served.port(), "GET /livez HTTP/1.1\r\nHost: 127.0.0.1:7000\r\n\r\n").status,
                 200);
        QCOMPARE(RawClient::ask(served.port(), "GET /livez HTTP/1.1\r\n\r\n").status, 400);
        QCOMPARE(RawClient::ask(served.port(), "GET /livez HTTP/1.0\r\n\r\n").status, 200);
    }

    void lineBreaksDoNotReachTheAnswersHeaders()
    {
        Settings settings = restSettings();
        settings.set(RestApiAllowedOrigins, QStringList{u"http://a.example"_s});
        Served served(settings);
        const QByteArray injected = "Origin: http://a.example\rX-Injected: 1\r\n";
        QCOMPARE(RawClient::ask(served.port(), request("GET /livez", {}, injected)).status, 400);
        const RawAnswer answer =
            RawClient::ask(served.port(), request("POST /api/rag/embedding/pin/a%0d%0aX-Injected:%201"));
        QCOMPARE(answer.status, 404);
        QVERIFY(!answer.headers.contains("x-injected"));
    }

    // ---- 6: slashes in ids ----

    void anIdWithASlashMeansTheSameRawAndEscaped()
    {
        Served served;
        for (const QByteArray path : {"ViT-B-32/openai", "ViT-B-32%2Fopenai", "ViT-B-32%2fopenai"}) {
            const RawAnswer answer =
                RawClient::ask(served.port(), request("POST /api/rag/embedding/vision/switch/" + path));
            QCOMPARE(answer.status, 200);
            QCOMPARE(json(answer)[u"model_id"_s].toString(), u"ViT-B-32/openai"_s);
            QCOMPARE(served.engine.last(u"switchTo"_s).modelId, u"ViT-B-32/openai"_s);
        }
    }

    void anIdIsNeverAPath()
    {
        Served served;
        for (const QByteArray path : {"..%2F..%2Fetc", "../../etc", "%2e%2e/%2e%2e/etc", "%00", "a%ff"}) {
            const RawAnswer answer =
                RawClient::ask(served.port(), request("POST /api/rag/embedding/vision/switch/" + path));
            QCOMPARE(answer.status, 404);
            QCOMPARE(json(answer)[u"error"_s][u"code"_s].toString(), u"model_not_found"_s);
        }
    }

    void aColonInAnIdStays()
    {
        Served served;
        RawClient::ask(served.port(), request("POST /api/rag/embedding/pin/mxbai-embed-large:latest"));
        QCOMPARE(served.engine.last(u"setPinned"_s).modelId, u"mxbai-embed-large"_s);
        RawClient::ask(served.port(), request("POST /api/rag/embedding/pin/qwen:0.6b"));
        QCOMPARE(served.engine.last(u"setPinned"_s).modelId, u"qwen:0.6b"_s);
    }

    // ---- 7: what curl sends ----

    void aPostWithoutALengthHasAnEmptyBody()
    {
        Served served;
        QCOMPARE(RawClient::ask(served.port(), request("POST /api/rag/embedding/unload/vision")).status, 200);
        QCOMPARE(RawClient::ask(served.port(), request("POST /v1/embeddings")).status,
                 400); // no JSON, not 411
    }

    void theContentTypeIsNotEnforced()
    {
        Served served;
        const QByteArray form = "Content-Type: application/x-www-form-urlencoded\r\n";
        QCOMPARE(RawClient::ask(served.port(), embedRequest("a cat", form)).status, 200);
    }

    void aCompressedBodyIs415AndTheAnswerNamesTheEncodingThatWorks()
    {
        Served served;
        const RawAnswer answer =
            RawClient::ask(served.port(), embedRequest("a cat", "Content-Encoding: gzip\r\n"));
        QCOMPARE(answer.status, 415);
        QCOMPARE(answer.headers["accept-encoding"], "identity");
        QVERIFY(json(answer)[u"error"_s][u"message"_s].toString().contains(u"gzip"_s));
        const QByteArray plain = embedRequest("a cat", "Content-Encoding: Identity\r\n");
        QCOMPARE(RawClient::ask(served.port(), plain).status, 200);
    }

    void anUpgradeIsIgnored()
    {
        Served served;
        const QByteArray upgrade =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        QCOMPARE(RawClient::ask(served.port(), request("GET /livez", {}, upgrade)).status, 200);
    }

    void everyAnswerNamesTheInstance()
    {
        Served served;
        Served other;
        const QByteArray name =
            RawClient::ask(served.port(), request("GET /livez")).headers["x-modeldeck-instance"];
        QVERIFY(!name.isEmpty());
        QCOMPARE(RawClient::ask(served.port(), request("GET /nowhere")).headers["x-modeldeck-instance"],
                 name);
        QCOMPARE(RawClient::ask(served.port(), "rubbish\r\n").headers["x-modeldeck-instance"], name);
        QVERIFY(RawClient::ask(other.port(), request("GET /livez")).headers["x-modeldeck-instance"] != name);
    }

    void aRequestThatComesByteByByteIsOneRequest()
    {
        Served served;
        RawClient client(served.port());
        for (const char byte : embedRequest())
            client.send(QByteArray(1, byte));
        QCOMPARE(client.answer().status, 200);
    }
};

MODELDECK_TEST(RestHttpTest)
#include "rest_http_test.moc"
