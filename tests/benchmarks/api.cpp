// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/embed/vector_json.h"
#include "tests/benchmarks/daemon.h"
#include "tests/benchmarks/runner_session.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStandardPaths>
#include <algorithm>
#include <cmath>
#include <cstdio>

namespace modeldeck::bench {

namespace {

const QString model = u"ViT-B-32/openai"_s;

// "107.00us", "8.31ms", "1.02s"
double milliseconds(QStringView text)
{
    const qsizetype digits = std::ranges::find_if(text, [](QChar c) { return c.isLetter(); }) - text.begin();
    const QStringView unit = text.sliced(digits);
    return text.first(digits).toDouble() * (unit == u"us" ? 1e-3 : unit == u"ms" ? 1 : 1e3);
}

// What wrk says when it keeps each of the connections busy with one request after the other.
std::vector<QVariant> statusRequests(const QString &wrk, quint16 port, int connections, int seconds)
{
    QProcess process;
    process.start(wrk, {u"-t1"_s, u"-c%1"_s.arg(connections), u"-d%1s"_s.arg(seconds), u"--latency"_s,
                        u"http://127.0.0.1:%1/api/rag/embedding/status"_s.arg(port)});
    process.waitForFinished(-1);
    const QString said = QString::fromUtf8(process.readAllStandardOutput());
    if (process.exitCode() != 0 || said.contains(u"Non-2xx"_s) || said.contains(u"Socket errors"_s))
        qFatal("wrk: %s", qPrintable(said));
    const auto after = [&said](const QString &label) {
        const QRegularExpression word(label + u"\\s+(\\S+)"_s);
        return word.match(said).captured(1);
    };
    return {connections, after(u"Requests/sec:"_s).toDouble(), milliseconds(after(u"50%"_s)),
            milliseconds(after(u"99%"_s))};
}

// Of the machine's load only the figures suffer, not what a request costs: that is processor time.
void statusTable(const Options &options, Daemon &daemon, Report &report)
{
    const QString wrk = QStandardPaths::findExecutable(u"wrk"_s);
    if (wrk.isEmpty()) {
        std::fputs("modeldeck-bench: there is no wrk (Debian: wrk), so status is not measured\n", stderr);
        return;
    }
    std::vector<std::vector<QVariant>> rows;
    for (const int connections : {1, 16, 256}) {
        const double before = daemon.processorSeconds();
        rows.push_back(statusRequests(wrk, daemon.port(), connections, options.tiny ? 1 : 5));
        const double requests = rows.back()[1].toDouble() * (options.tiny ? 1 : 5);
        rows.back().push_back(1e6 * (daemon.processorSeconds() - before) / requests);
    }
    report.table(u"status_requests"_s,
                 {u"connections"_s, u"per_second"_s, u"p50_ms"_s, u"p99_ms"_s, u"processor_us"_s}, rows);
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

    statusTable(options, daemon, report);
    report.table(u"encoding_2048x1024"_s, {u"what"_s, u"ms"_s, u"mb"_s},
                 {encoding(u"JSON numbers"_s, modeldeck::api::appendFloatArray, options.runs),
                  encoding(u"base64"_s, modeldeck::api::appendBase64, options.runs)});
}

} // namespace modeldeck::bench
