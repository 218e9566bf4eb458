// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/runner_session.h"
#include "tests/benchmarks/yardstick.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

namespace modeldeck::bench {

namespace {

constexpr double longestSeconds = 40; // for one row of the table: slow ones are repeated less
constexpr int mostRows = 2304;        // the runner computes no more at a time, and linear of more is slower

// The products that one input of `tokens` tokens needs, in GFLOP, each multiply-add counted as two:
//   a layer           2·tokens·(4·width² + 2·width·mlp) + 4·tokens²·width
//   the last layer    keys and values of all tokens, the rest for the one whose output is the vector
//   the patches       2·patches·3·patch²·width, and the projection 2·width·dimension
// Padding, norms, activations, softmax and the decoding of images count nothing, though they take time.
struct Tower
{
    double layers, width, mlp, dimension, patch = 0, patches = 0;

    double gflop(double tokens) const
    {
        const double whole = 2 * tokens * (4 * width * width + 2 * width * mlp) + 4 * tokens * tokens * width;
        const double last =
            4 * tokens * width * width + 4 * width * width + 4 * width * mlp + 4 * tokens * width;
        const double ends = 2 * patches * 3 * patch * patch * width + 2 * width * dimension;
        return 1e-9 * ((layers - 1) * whole + last + ends);
    }
};

Tower towerOf(const QString &folder, bool image)
{
    QFile file(folder + u"/config.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no config.json");
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonObject config = all[image ? "vision_config"_L1 : "text_config"_L1].toObject();
    Tower tower{config["num_hidden_layers"_L1].toDouble(), config["hidden_size"_L1].toDouble(),
                config["intermediate_size"_L1].toDouble(), all["projection_dim"_L1].toDouble()};
    if (image) {
        tower.patch = config["patch_size"_L1].toDouble();
        tower.patches = std::pow(std::floor(config["image_size"_L1].toDouble() / tower.patch), 2);
    }
    return tower;
}

struct Row
{
    std::vector<double> seconds, gflops, linear, ratios;
    double cpuSeconds = 0; // the kernel counts in hundredths: only the sum says something
    double wallSeconds = 0;
    double tokens = 0; // of one input
};

// Model and yardstick take turns: the machine's speed drifts.
Row measure(RunnerSession &runner, Yardstick &yardstick, const Tower &tower, const QString &dtype, bool image,
            int batch, int runs)
{
    std::vector<QByteArray> files;
    for (int i = 0; image && i < batch; ++i)
        files.push_back(picture(224, i));
    Row row;
    const auto begin = Clock::now();
    for (int run = 0; run <= runs && (run < 2 || since(begin) < longestSeconds); ++run) {
        const double busy = runner.cpuSeconds();
        const double took = image ? runner.images(files) : runner.texts(batch);
        const double spent = runner.cpuSeconds() - busy;
        row.tokens = image ? tower.patches + 1 : double(runner.lastTokens) / batch;
        if (run == 0)
            continue; // oneDNN makes its kernels
        const double linear = yardstick.linearGflops(dtype, std::clamp(int(row.tokens * batch), 1, mostRows),
                                                     int(tower.width), int(tower.mlp));
        row.cpuSeconds += spent;
        row.wallSeconds += took;
        row.seconds.push_back(took);
        row.gflops.push_back(tower.gflop(row.tokens) * batch / took);
        row.linear.push_back(linear);
        row.ratios.push_back(row.gflops.back() / linear);
    }
    return row;
}

} // namespace

// Inputs a second and GFLOP/s of the runner from request to answer, decoding of 224 x 224 PNGs and tokenizing
// included, beside what linear of the model's own shape reaches in the same moment. Medians.
void throughput(const Options &options, Report &report)
{
    Yardstick yardstick;
    std::vector<std::vector<QVariant>> rows;
    for (const QString &variant : options.variants) {
        const QString folder = modelFolder(options, variant, u"f32"_s);
        for (const QString &dtype : {u"bfloat16"_s, u"float32"_s}) {
            RunnerSession runner;
            runner.load(folder, dtype);
            for (const bool image : {true, false}) {
                for (const int batch : {1, 8, 32}) {
                    const Row row =
                        measure(runner, yardstick, towerOf(folder, image), dtype, image, batch, options.runs);
                    rows.push_back({variant, dtype, image ? u"images"_s : u"texts"_s, batch, row.tokens,
                                    batch / median(row.seconds), median(row.gflops), median(row.linear),
                                    median(row.ratios), row.cpuSeconds / row.wallSeconds,
                                    int(row.seconds.size())});
                }
            }
        }
    }
    report.table(u"throughput"_s,
                 {u"model"_s, u"dtype"_s, u"input"_s, u"batch"_s, u"tokens"_s, u"per_second"_s,
                  u"gflop_per_s"_s, u"linear_gflop_per_s"_s, u"ratio"_s, u"cores_busy"_s, u"runs"_s},
                 rows);
}

} // namespace modeldeck::bench
