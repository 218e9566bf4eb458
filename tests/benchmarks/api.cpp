// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/vector_json.h"
#include "tests/benchmarks/daemon.h"
#include "tests/benchmarks/runner_session.h"

#include <QEventLoop>
#include <QRandomGenerator>
#include <QTimer>
#include <cmath>
#include <memory>

namespace modeldeck::bench {

namespace {

const QString model = u"ViT-B-32/openai"_s;

// Keeps each of the connections busy with one request after the other.
std::vector<QVariant> statusRequests(quint16 port, int connections, std::chrono::milliseconds time)
{
    struct Client
    {
        QTcpSocket socket;
        Clock::time_point asked;
        qsizetype missing = 0;
    };
    QEventLoop loop;
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<double> seconds;
    const auto ask = [](Client &client) {
        client.asked = Clock::now();
        client.socket.write("GET /api/rag/embedding/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
    };
    for (int i = 0; i < connections; ++i) {
        Client &client = *clients.emplace_back(std::make_unique<Client>());
        QObject::connect(&client.socket, &QTcpSocket::connected, &loop, [&client, ask] { ask(client); });
        QObject::connect(&client.socket, &QTcpSocket::readyRead, &loop, [&client, &seconds, ask] {
            const QByteArray got = client.socket.peek(65536);
            const qsizetype end = got.indexOf("\r\n\r\n"), length = got.indexOf("Content-Length: ");
            if (end < 0 ||
                got.size() <
                    end + 4 + got.mid(length + 16, got.indexOf('\r', length) - length - 16).toLongLong())
                return;
            if (!got.startsWith("HTTP/1.1 200"))
                qFatal("status was refused: %s", got.constData());
            client.socket.readAll();
            seconds.push_back(since(client.asked));
            ask(client);
        });
        client.socket.connectToHost(u"127.0.0.1"_s, port);
    }
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    const auto start = Clock::now();
    loop.exec();
    return {connections, double(seconds.size()) / since(start), 1e3 * percentile(seconds, 0.5),
            1e3 * percentile(seconds, 0.99)};
}

// 2048 vectors of 1024 numbers, as a large answer has them.
std::vector<QVariant> encoding(const QString &name, void (*append)(QByteArray &, std::span<const float>),
                               int runs)
{
    constexpr int count = 2048, dimension = 1024;
    std::vector<float> values(count * dimension);
    QRandomGenerator random{1};
    for (float &value : values)
        value = float((random.generateDouble() - 0.5) * 2 *
                      std::sqrt(3. / dimension)); // as large as in a vector of length 1
    std::vector<double> seconds;
    QByteArray text;
    for (int run = 0; run < runs; ++run) {
        const auto start = Clock::now();
        text.clear();
        for (int i = 0; i < count; ++i)
            append(text, std::span(values).subspan(std::size_t(i * dimension), dimension));
        seconds.push_back(since(start));
    }
    return {name, 1e3 * median(seconds), double(text.size()) / (1024 * 1024)};
}

} // namespace

// What REST costs: status from the snapshot, and the share of an embedding that is not the runner's. Client
// and server share this machine.
void api(const Options &options, Report &report)
{
    Options small = options;
    small.tiny = true;
    small.modelsDirectory = options.modelsDirectory + u"/tiny"_s;
    const QString folder = modelFolder(small, model, u"f32"_s);
    const QByteArray image = picture(210, 1); // about 100 kB
    const int count = options.tiny ? 5 : 200;

    Daemon daemon(small.modelsDirectory);
    RunnerSession runner;
    runner.load(folder, u"auto"_s);
    const QByteArray body = Daemon::embedBody(model, image);
    daemon.post("/v1/embeddings", body);
    std::vector<double> whole, own;
    for (int i = 0; i < count; ++i) {
        const auto start = Clock::now();
        daemon.post("/v1/embeddings", body);
        whole.push_back(since(start));
        own.push_back(runner.images({image}));
    }
    report.table(
        u"embedding_of_one_image"_s, {u"image_bytes"_s, u"rest_ms"_s, u"runner_ms"_s, u"share_of_rest_ms"_s},
        {{image.size(), 1e3 * median(whole), 1e3 * median(own), 1e3 * (median(whole) - median(own))}});

    std::vector<std::vector<QVariant>> rows;
    for (const int connections : {1, 16, 250}) // a few are left for others: the limit is 256
        rows.push_back(
            statusRequests(daemon.port(), connections, std::chrono::milliseconds(options.tiny ? 200 : 3000)));
    report.table(u"status_requests"_s, {u"connections"_s, u"per_second"_s, u"p50_ms"_s, u"p99_ms"_s}, rows);
    report.table(u"encoding_2048x1024"_s, {u"what"_s, u"ms"_s, u"mb"_s},
                 {encoding(u"JSON numbers"_s, modeldeck::api::appendFloatArray, options.runs),
                  encoding(u"base64"_s, modeldeck::api::appendBase64, options.runs)});
}

} // namespace modeldeck::bench
