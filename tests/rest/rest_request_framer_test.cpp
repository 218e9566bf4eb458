// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/request_framer.h"
#include "tests/support/test_program.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::api;
using State = RequestFramer::State;

namespace {

constexpr RequestFramer::Limits limits{1024, 4096};

struct Verdict
{
    State state;
    int status = 0; // of the error
    FramedRequest request;
    qsizetype taken = 0;
};

Verdict verdictOf(RequestFramer &framer, qsizetype taken)
{
    Verdict verdict;
    verdict.taken = taken;
    verdict.state = framer.state();
    if (verdict.state == State::Failed)
        verdict.status = httpStatus(framer.error().code);
    if (verdict.state == State::Complete)
        verdict.request = framer.take();
    return verdict;
}

Verdict verdictOn(const QByteArray &bytes)
{
    RequestFramer framer(limits);
    return verdictOf(framer, framer.feed(bytes));
}

// The same, fed byte by byte.
Verdict verdictOnDrops(const QByteArray &bytes)
{
    RequestFramer framer(limits);
    qsizetype taken = 0;
    for (const char byte : bytes) {
        if (framer.state() == State::Complete || framer.state() == State::Failed)
            break;
        taken += framer.feed(QByteArrayView(&byte, 1));
    }
    return verdictOf(framer, taken);
}

QByteArray get(const QByteArray &headers)
{
    return "GET / HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

QByteArray chunked(const QByteArray &chunks)
{
    return "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}

} // namespace

class RestRequestFramerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badFramingIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &bytes, int status = 400) {
            QTest::newRow(name) << bytes << status;
        };
        row("negative length", get("Content-Length: -1\r\n"));
        row("signed length", get("Content-Length: +1\r\n"));
        row("length beyond 64 bits", get("Content-Length: 18446744073709551617\r\n"), 413);
        row("length beyond the limit", get("Content-Length: 4097\r\n"), 413);
        row("hexadecimal length", get("Content-Length: 0x10\r\n"));
        row("empty length", get("Content-Length:\r\n"));
        row("list of lengths", get("Content-Length: 5, 5\r\n"));
        row("two equal lengths", get("Content-Length: 5\r\nContent-Length: 5\r\n"));
        row("two lengths", get("Content-Length: 5\r\ncontent-length: 6\r\n"));
        row("length and chunked", get("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"));
        row("chunked and length", get("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"));
        row("chunked twice", get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"));
        row("gzip, chunked", get("Transfer-Encoding: gzip, chunked\r\n"), 501);
        row("chunked, identity", get("Transfer-Encoding: chunked, identity\r\n"), 501);
        row("xchunked", get("Transfer-Encoding: xchunked\r\n"), 501);
        row("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
        row("chunk size not hexadecimal", chunked("g\r\n"));
        row("chunk size empty", chunked("\r\n"));
        row("chunk size negative", chunked("-1\r\n"));
        row("chunk size with 0x", chunked("0x1\r\n"));
        row("chunk size with space", chunked("1 \r\na\r\n0\r\n\r\n"));
        row("chunk size overflowing", chunked("ffffffffffffffff\r\n"), 413);
        row("chunk size of 17 digits", chunked("00000000000000001\r\n"));
        row("chunk size ends with LF", chunked("1\na\r\n0\r\n\r\n"));
        row("chunk longer than its size", chunked("1\r\nab\r\n0\r\n\r\n"));
        row("chunk without CRLF", chunked("1\r\na1\r\n"));
        row("chunk ends with LF", chunked("1\r\na\n0\r\n\r\n"));
        row("chunks beyond the limit", chunked("800\r\n" + QByteArray(2048, 'a') + "\r\n801\r\n"), 413);
        row("chunk extension too long", chunked("1;" + QByteArray(300, 'x') + "\r\n"));
        row("chunk extension with a control character", chunked("1;a\x01\r\n"));
        row("trailer malformed", chunked("0\r\nno colon\r\n\r\n"));
        row("trailers too large", chunked("0\r\nX: " + QByteArray(1100, 'a') + "\r\n"), 431);
        row("bare LF after the request line", "GET / HTTP/1.1\nHost: localhost\r\n\r\n");
        row("bare LF after a header", get("X: 1\n"));
        row("bare CR in a header", get("X: 1\rY: 2\r\n"));
        row("obs-fold", get("X: 1\r\n 2\r\n"));
        row("obs-fold with a tab", get("X: 1\r\n\t2\r\n"));
        row("first header line is indented", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n");
        row("NUL in a header", get(QByteArray("X: a\0b\r\n", 8)));
        row("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\n", 17));
        row("control character in a header", get("X: a\x01\r\n"));
        row("whitespace before the colon", get("Content-Length : 5\r\n"));
        row("header without a name", get(": 5\r\n"));
        row("header without a colon", get("X\r\n"));
        row("header name with a space", get("X Y: 1\r\n"));
        row("HTTP/0.9", "GET /\r\n");
        row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 501);
        row("HTTP/3.0", "GET / HTTP/3.0\r\n", 501);
        row("lower-case version", "GET / http/1.1\r\n");
        row("long version", "GET / HTTP/1.11\r\n");
        row("unknown method", "BREW / HTTP/1.1\r\n", 501);
        row("CONNECT", "CONNECT localhost:1 HTTP/1.1\r\n", 501);
        row("method with a control character", "G\x01T / HTTP/1.1\r\n");
        row("two spaces", "GET  / HTTP/1.1\r\n");
        row("leading space", " GET / HTTP/1.1\r\n");
        row("tab", "GET\t/\tHTTP/1.1\r\n");
        row("two empty lines", "\r\n\r\n");
        row("target without a slash", "GET livez HTTP/1.1\r\n");
        row("target with two slashes", "GET //evil/livez HTTP/1.1\r\n");
        row("target with a fragment", "GET /#a HTTP/1.1\r\n");
        row("target with a half escape", "GET /%2 HTTP/1.1\r\n");
        row("target with raw UTF-8", "GET /\xc3\xa9 HTTP/1.1\r\n");
        row("asterisk with GET", "GET * HTTP/1.1\r\n");
        row("absolute target with credentials", "GET http://a@localhost/ HTTP/1.1\r\n");
        row("absolute target of another scheme", "GET ftp://localhost/ HTTP/1.1\r\n");
        row("absolute target without a host", "GET http:/// HTTP/1.1\r\n");
        row("absolute target and another Host", "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n");
        row("no Host", "GET / HTTP/1.1\r\n\r\n");
        row("two Hosts", get("Host: localhost\r\n"));
        row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n");
        row("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
        row("Host with credentials", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n");
        row("Host with a port that is none", "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n");
        row("expectation that is not met", get("Expect: 200-maybe\r\n"));
        row("TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9));
        row("head too large", "GET /" + QByteArray(2000, 'a'), 431);
        row("endless line", QByteArray(2000, 'A'), 431);
        row("many headers", get(QByteArray("a:\r\n").repeated(101)), 431);
    }

    void badFramingIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const Verdict whole = verdictOn(bytes);
        QCOMPARE(whole.state, State::Failed);
        QCOMPARE(whole.status, status);
        const Verdict drops = verdictOnDrops(bytes);
        QCOMPARE(drops.state, State::Failed);
        QCOMPARE(drops.status, status);
    }

    void goodRequestsAreRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("keepAlive");
        const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &target = "/",
                            const QByteArray &body = {}, bool keepAlive = true) {
            QTest::newRow(name) << bytes << target << body << keepAlive;
        };
        row("plain", get(""));
        row("empty line before", "\r\n" + get(""));
        row("no length", "POST /a HTTP/1.1\r\nHost: localhost\r\n\r\n", "/a");
        row("length", "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", "/a", "abc");
        row("length with zeros", "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 003\r\n\r\nabc",
            "/a", "abc");
        row("length at the limit",
            "POST / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 4096\r\n\r\n" + QByteArray(4096, 'b'), "/",
            QByteArray(4096, 'b'));
        row("chunks", chunked("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"), "/", "abc0123456789");
        row("chunk extension", chunked("1;name=\"value\";x\r\na\r\n0;last\r\n\r\n"), "/", "a");
        row("trailers", chunked("1\r\na\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n"), "/", "a");
        row("no chunk but the last", chunked("000\r\n\r\n"), "/", "");
        row("Chunked in capitals",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n");
        row("absolute target", "GET http://localhost:7000/a?b=c HTTP/1.1\r\nHost: LOCALHOST:7000\r\n\r\n",
            "/a?b=c");
        row("absolute target without a path", "GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n");
        row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", "/*");
        row("escapes", "GET /a%2Fb/%c3%a9:c@d HTTP/1.1\r\nHost: localhost\r\n\r\n", "/a%2Fb/%c3%a9:c@d");
        row("Connection: close", get("Connection: keep-alive, Close\r\n"), "/", {}, false);
        row("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "/", {}, false);
        row("HTTP/1.0 kept", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        row("HTTP/1.7", "GET / HTTP/1.7\r\nHost: localhost\r\n\r\n");
        row("Latin-1 in a value", get("X: \xe9\r\n"));
    }

    void goodRequestsAreRead()
    {
        QFETCH(QByteArray, bytes);
        for (const Verdict &verdict : {verdictOn(bytes + "GET /next"), verdictOnDrops(bytes + "GET /next")}) {
            QCOMPARE(verdict.state, State::Complete);
            QCOMPARE(verdict.taken, bytes.size()); // what follows is the next request's
            QTEST(verdict.request.target, "target");
            QTEST(verdict.request.body, "body");
            QTEST(verdict.request.keepAlive, "keepAlive");
        }
    }

    void unfinishedRequestsWait_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("state");
        QTest::newRow("nothing") << QByteArray() << int(State::Idle);
        QTest::newRow("an empty line") << QByteArray("\r\n") << int(State::Idle);
        QTest::newRow("half a line") << QByteArray("GET / HT") << int(State::Head);
        QTest::newRow("CR") << QByteArray("GET / HTTP/1.1\r") << int(State::Head);
        QTest::newRow("half a body") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na")
                                     << int(State::Body);
        QTest::newRow("half a chunk") << chunked("5\r\nab") << int(State::Body);
        QTest::newRow("no last chunk") << chunked("1\r\na\r\n") << int(State::Body);
        QTest::newRow("no end of trailers") << chunked("0\r\n") << int(State::Body);
    }

    void unfinishedRequestsWait()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, state);
        QCOMPARE(int(verdictOn(bytes).state), state);
        QCOMPARE(int(verdictOnDrops(bytes).state), state);
    }

    void theCanonicalFormHasOneMeaning()
    {
        const Verdict verdict = verdictOn(
            "POST /a HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nX-One: 1\r\nUpgrade: h2c\r\n"
            "Content-Length: 2\r\nx-name: mine\r\nExpect: 100-continue\r\n\r\nhi");
        QCOMPARE(
            verdict.request.canonical(),
            "POST /a HTTP/1.1\r\nHost: localhost\r\nx-one: 1\r\nx-name: mine\r\nContent-Length: 2\r\n\r\nhi");
    }

    void aCanonicalRequestReadsAsItself()
    {
        const FramedRequest first = verdictOn(chunked("2\r\nhi\r\n0\r\n\r\n")).request;
        const FramedRequest second = verdictOn(first.canonical()).request;
        QCOMPARE(second.canonical(), first.canonical());
        QCOMPARE(second.body, "hi");
    }

    void a100ContinueIsSentOnlyWhileTheSenderWaitsForIt()
    {
        RequestFramer framer(limits);
        framer.feed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
        QVERIFY(framer.wantsContinue());
        framer.feed("h");
        QVERIFY(!framer.wantsContinue());
        framer.feed("i");
        QCOMPARE(framer.state(), State::Complete);
    }

    // Whatever comes: no crash, no endless loop, and the same verdict however the bytes are cut.
    void anyBytesGetTheSameVerdictInOnePieceAndInDrops()
    {
        const QByteArray seed =
            chunked("3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n") + get("Content-Length: 4\r\n") + "abcd";
        QRandomGenerator random(7);
        for (int i = 0; i < 20'000; ++i) {
            QByteArray bytes = seed;
            for (int change = 0; change < 3; ++change) {
                const qsizetype at = random.bounded(int(bytes.size()));
                if (random.bounded(2))
                    bytes[at] = char(random.bounded(256));
                else
                    bytes.remove(at, random.bounded(4));
            }
            const Verdict whole = verdictOn(bytes);
            const Verdict drops = verdictOnDrops(bytes);
            QCOMPARE(drops.state, whole.state);
            QCOMPARE(drops.status, whole.status);
            QCOMPARE(drops.request.canonical(), whole.request.canonical());
        }
    }
};

MODELDECK_TEST(RestRequestFramerTest)
#include "rest_request_framer_test.moc"
