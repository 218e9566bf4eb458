// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/runner_session.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace modeldeck::bench {

namespace {

// GFLOP of one input, counting each multiply-add as two: per layer the four attention projections and the two of
// the MLP (12 width² weights when the MLP is four times as wide) for each token, and the two attention products.
// Images add the patch embedding. Norms, activations and softmax are left out, as they are in linear's count.
struct Tower
{
    double layers, width, mlp, tokens, patch = 0;
    double gflop() const
    {
        const double perLayer = 2 * tokens * (4 * width * width + 2 * width * mlp) + 4 * tokens * tokens * width;
        return 1e-9 * (layers * perLayer + 2 * 3 * patch * patch * width * tokens);
    }
};

Tower towerOf(const QString &folder, const QString &which, bool image)
{
    QFile file(folder + u"/config.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no config.json");
    const QJsonObject config = QJsonDocument::fromJson(file.readAll()).object()[which].toObject();
    Tower tower{config[u"num_hidden_layers"_s].toDouble(), config[u"hidden_size"_s].toDouble(),
                config[u"intermediate_size"_s].toDouble(), config[u"max_position_embeddings"_s].toDouble(77)};
    if (image) {
        tower.patch = config[u"patch_size"_s].toDouble();
        const double side = config[u"image_size"_s].toDouble(224) / tower.patch;
        tower.tokens = side * side + 1;
    }
    return tower;
}

} // namespace

// Inputs a second and GFLOP/s of the runner, and beside them what linear of the model's own shape reaches in the same
// minute on the same threads. Images are 224 x 224 PNGs; decoding is part of it.
void throughput(const Options &options, Report &report)
{
    std::vector<std::vector<QVariant>> rows;
    for (const QString &variant : options.variants) {
        const QString folder = modelFolder(options, variant, u"f32"_s);
        const Tower vision = towerOf(folder, u"vision_config"_s, true);
        const Tower text = towerOf(folder, u"text_config"_s, false);
        for (const QString &dtype : {u"bfloat16"_s, u"float32"_s}) {
            RunnerSession runner;
            runner.load(folder, dtype);
            for (const bool image : {true, false}) {
                const Tower &tower = image ? vision : text;
                for (const int batch : {1, 8, 32}) {
                    std::vector<QByteArray> files;
                    for (int i = 0; i < batch; ++i)
                        files.push_back(picture(224, i));
                    std::vector<double> seconds, yard;
                    for (int run = 0; run <= options.runs; ++run) {
                        const double took = image ? runner.images(files) : runner.texts(batch);
                        if (run == 0)
                            continue;
                        seconds.push_back(took);
                        const int tokens = int(tower.tokens) * batch;
                        double linear = linearGflops(dtype == u"bfloat16", tokens, int(tower.width), int(tower.mlp));
                        if (dtype == u"float32")
                            linear = std::max(linear, onednnLinearGflops(tokens, int(tower.width), int(tower.mlp)));
                        yard.push_back(linear);
                    }
                    const double reached = tower.gflop() * batch / median(seconds);
                    rows.push_back({variant, dtype, image ? u"images"_s : u"texts"_s, batch, batch / median(seconds), reached,
                                    median(yard), reached / median(yard)});
                }
            }
        }
    }
    report.table(u"throughput"_s, {u"model"_s, u"dtype"_s, u"input"_s, u"batch"_s, u"per_second"_s, u"gflop_per_s"_s,
                                   u"linear_gflop_per_s"_s, u"ratio"_s}, rows);
}

} // namespace modeldeck::bench
