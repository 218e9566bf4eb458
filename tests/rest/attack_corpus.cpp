// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rest/attack_corpus.h"

#include "tests/rest/raw_client.h"

#include <QRandomGenerator>

namespace modeldeck::test {

namespace {

using How = Attack::How;

const QByteArray post = "POST /v1/embeddings";
const QByteArray good = R"({"input": "a cat", "model": "ViT-L-14/openai"})";
const QByteArray postHead = "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\n";

QByteArray noise(int size)
{
    QByteArray out(size, '\0');
    QRandomGenerator random(7);
    for (char &c : out)
        c = char(random.bounded(256));
    return out;
}

// The beginning of a client's hello: record and handshake headers, and as much of the hello as is asked for.
QByteArray tlsHello(int size)
{
    return QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + noise(512 - 11).first(size - 11);
}

std::vector<Attack> lengths()
{
    std::vector<Attack> out;
    for (const QByteArray length :
         {"-1", "+5", "5, 5", "5 5", "0x5", "5.0", "1e3", "99999999999999999999", "18446744073709551615",
          "9223372036854775807", "4294967296", "", " ", "five", "\xd9\xa5"})
        out.push_back({"length " + length, postHead + "Content-Length: " + length + "\r\n\r\n" + good});
    out.push_back({"two lengths", postHead + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"});
    out.push_back({"same length twice", postHead + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"});
    out.push_back(
        {"length and chunks", postHead + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"});
    out.push_back({"length with a space", postHead + "Content-Length : 5\r\n\r\nhello"});
    out.push_back({"body that does not come", postHead + "Content-Length: 1000\r\n\r\nhello"});
    return out;
}

std::vector<Attack> chunks()
{
    std::vector<Attack> out;
    const QByteArray head = postHead + "Transfer-Encoding: chunked\r\n\r\n";
    for (const QByteArray body : {"xyz\r\n",
                                  "-1\r\n",
                                  "+1\r\na\r\n",
                                  "0x1\r\na\r\n",
                                  "\r\n",
                                  " 1\r\na\r\n",
                                  "1 \r\na\r\n",
                                  "1\na\n0\n\n",
                                  "1\r\nab\r\n0\r\n\r\n",
                                  "2\r\na\r\n0\r\n\r\n",
                                  "1\r\na",
                                  "ffffffffffffffff\r\na",
                                  "7fffffffffffffff\r\na",
                                  "fffffffffffffffff\r\na",
                                  "00000000000000000000000001\r\na\r\n0\r\n\r\n",
                                  "1;\r\na\r\n0\r\n\r\n",
                                  "1;a=\"\r\na\r\n0\r\n\r\n",
                                  "0\r\nContent-Length: 5\r\n\r\n",
                                  "0\r\n: x\r\n\r\n",
                                  "0\r\n x\r\n\r\n"})
        out.push_back({"chunks " + body.simplified(), head + body});
    out.push_back({"chunk extension without end", head + "1;" + QByteArray(100'000, 'a')});
    out.push_back({"trailers without end", head + "0\r\nX: y\r\n", How::Endless});
    out.push_back({"many tiny chunks", head + QByteArray("1\r\n \r\n").repeated(20'000) + "0\r\n\r\n"});
    for (const QByteArray coding :
         {"gzip", "chunked, chunked", "chunked, gzip", "identity", "\"chunked\"", "xchunked"})
        out.push_back({"coding " + coding, postHead + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n"});
    out.push_back({"two codings",
                   postHead + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"});
    return out;
}

std::vector<Attack> heads()
{
    const QByteArray host = "Host: localhost\r\n\r\n";
    std::vector<Attack> out = {
        {"HTTP/0.9", "GET /livez\r\n"},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + QByteArray(9, '\0')},
        {"HTTP/3.0", "GET /livez HTTP/3.0\r\n" + host},
        {"no version", "GET /livez \r\n" + host},
        {"no Host", "GET /livez HTTP/1.1\r\n\r\n"},
        {"two Hosts", "GET /livez HTTP/1.1\r\nHost: localhost\r\n" + host},
        {"foreign Host", "GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n"},
        {"bare line feeds", "GET /livez HTTP/1.1\nHost: localhost\n\n"},
        {"bare carriage returns", "GET /livez HTTP/1.1\rHost: localhost\r\r"},
        {"NUL in the path", QByteArray("GET /li\0vez HTTP/1.1\r\n", 23) + host},
        {"NUL in a value", QByteArray("GET /livez HTTP/1.1\r\nX: a\0b\r\n", 30) + host},
        {"folded header", "GET /livez HTTP/1.1\r\nX: a\r\n b\r\n" + host},
        {"no colon", "GET /livez HTTP/1.1\r\nrubbish\r\n" + host},
        {"path that climbs", "GET /../../etc/passwd HTTP/1.1\r\n" + host},
        {"escapes that are none", "GET /%zz%%%0 HTTP/1.1\r\n" + host},
        {"long path", "GET /" + QByteArray(60'000, 'a') + " HTTP/1.1\r\n" + host},
        {"long method", QByteArray(60'000, 'A') + " / HTTP/1.1\r\n" + host},
        {"many headers", "GET /livez HTTP/1.1\r\n" + QByteArray("a:b\r\n").repeated(10'000) + host},
        {"CONNECT", "CONNECT localhost:22 HTTP/1.1\r\n" + host},
        {"empty lines", QByteArray("\r\n").repeated(30'000)},
        {"WebSocket upgrade", "GET /livez HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
                                  host},
        {"binary noise", noise(4096)},
        {"zeroes", QByteArray(4096, '\0')},
        {"TLS hello", tlsHello(512)},
        {"slow header", "GET /livez HTTP/1.1\r\nX-Slow: " + QByteArray(10'000, 'a') + "\r\n" + host,
         How::ByteByByte},
        {"endless header", "GET /livez HTTP/1.1\r\nX: y\r\n", How::Endless},
    };
    return out;
}

std::vector<Attack> bodies()
{
    std::vector<Attack> out = {
        {"slow body", postHead + "Content-Length: 20000\r\n\r\n" + QByteArray(20'000, ' '), How::ByteByByte},
        {"expects and does not send", postHead + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"},
        {"expects the impossible", postHead + "Expect: 200-ok\r\n\r\n"},
        {"pipelined", request("GET /livez").repeated(100), How::AtOnce, 100},
        {"pipelined and gone", request(post, good).repeated(100), How::AndLeave},
        {"good, then rubbish", request(post, good) + noise(256), How::AtOnce, 2},
    };
    for (const QByteArray &json :
         {QByteArray("[").repeated(100'000), QByteArray("{\"input\":").repeated(5'000),
          QByteArray("{\"input\": 1e999}"), QByteArray("{\"input\": \"\\ud800\"}"),
          QByteArray("{\"input\": \"\xff\xfe\"}"), noise(2048),
          "{\"input\": [" + QByteArray("\"\",").repeated(10'000) + "\"\"]}",
          "{\"input\": \"data:image/png;base64," + QByteArray(100'000, 'A') + "\", \"modality\": \"image\"}"})
        out.push_back({"body " + json.left(20), request(post, json)});
    return out;
}

} // namespace

std::vector<Attack> plainAttacks()
{
    std::vector<Attack> out;
    for (const auto &part : {lengths(), chunks(), heads(), bodies()})
        out.insert(out.end(), part.begin(), part.end());
    return out;
}

std::vector<Attack> tlsAttacks()
{
    return {
        {"plain HTTP", request("GET /livez")},
        {"half a hello", tlsHello(100)},
        {"a hello, slowly", tlsHello(512), How::ByteByByte},
        {"a hello and gone", tlsHello(512), How::AndLeave},
        {"a hello of noise", tlsHello(512) + noise(4096)},
        {"nothing", {}},
        {"zeroes", QByteArray(100'000, '\0')},
        {"records of no length", QByteArray("\x16\x03\x01\x00\x00", 5).repeated(10'000)},
    };
}

std::vector<Attack> disconnects()
{
    const QByteArray whole = request(post, good);
    std::vector<Attack> out;
    for (qsizetype size = 0; size <= whole.size(); ++size)
        out.push_back({"gone after " + QByteArray::number(size), whole.first(size), How::AndLeave});
    return out;
}

Attack mutated(const Attack &attack, quint32 seed)
{
    QRandomGenerator random(seed);
    Attack out = attack;
    out.answers = 1; // of many that it had, some may be no request any more
    for (int change = random.bounded(1, 5); change > 0 && !out.bytes.isEmpty(); --change) {
        const auto at = qsizetype(random.bounded(quint32(std::min<qsizetype>(out.bytes.size(), 512))));
        switch (random.bounded(3)) {
        case 0:
            out.bytes[at] = char(random.bounded(256));
            break;
        case 1:
            out.bytes.insert(at, out.bytes.mid(at, random.bounded(1, 64)));
            break;
        default:
            out.bytes.remove(at, random.bounded(1, 16));
        }
    }
    return out;
}

} // namespace modeldeck::test
