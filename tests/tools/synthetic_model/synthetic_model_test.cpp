// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/tools/synthetic_model/model_tensors.h"
#include "tests/tools/synthetic_model/random_weights.h"
#include "tests/tools/synthetic_model/tokenizer_files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtEndian>
#include <array>
#include <cmath>

using namespace modeldeck::synthetic;
using namespace Qt::StringLiterals;

namespace {

const QString tinyId = u"ViT-B-32/openai"_s;

struct Outcome
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

Outcome runTool(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(SYNTHETIC_MODEL_TOOL), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject readJson(const QString &path)
{
    return QJsonDocument::fromJson(read(path)).object();
}

// The float32 values of one tensor of a safetensors file.
std::vector<float> tensor(const QByteArray &file, const QString &name)
{
    const auto headerSize = qsizetype(qFromLittleEndian<quint64>(file.constData()));
    const QJsonObject header = QJsonDocument::fromJson(file.mid(8, headerSize)).object();
    const QJsonArray offsets = header[name][u"data_offsets"_s].toArray();
    const qint64 begin = offsets[0].toInteger(-1);
    const qint64 end = offsets[1].toInteger(-1);
    if (begin < 0 || end < begin || 8 + headerSize + end > file.size())
        return {};
    std::vector<float> values(size_t(end - begin) / sizeof(float));
    qFromLittleEndian<float>(file.constData() + 8 + headerSize + begin, qsizetype(values.size()),
                             values.data());
    return values;
}

} // namespace

class SyntheticModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parameterCountsAreThoseOfThePublishedModels_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<qint64>("count");
        QTest::newRow("L/14") << u"ViT-L-14/openai"_s << qint64(427'616'513);
        QTest::newRow("B/32") << u"ViT-B-32/openai"_s << qint64(151'277'313);
        QTest::newRow("H/14") << u"ViT-H-14/laion2b_s32b_b79k"_s << qint64(986'109'441);
        QTest::newRow("L/14 LAION") << u"ViT-L-14/laion2b_s32b_b82k"_s << qint64(427'616'513);
        QTest::newRow("B/32 LAION") << u"ViT-B-32/laion2b_s34b_b79k"_s << qint64(151'277'313);
        QTest::newRow("L/14 336") << u"ViT-L-14-336/openai"_s << qint64(427'944'193);
    }

    void parameterCountsAreThoseOfThePublishedModels()
    {
        QFETCH(QString, id);
        QFETCH(qint64, count);
        const auto variant = findVariant(id);
        QVERIFY(variant);
        QCOMPARE(parameterCount(modelTensors(*variant, Layout::HuggingFace)), count);
        QCOMPARE(parameterCount(modelTensors(*variant, Layout::OpenClip)), count);
    }

    void tinyKeepsWhatTheOutsideSees()
    {
        for (const Variant &variant : knownVariants()) {
            const Variant small = tiny(variant, 1000);
            QCOMPARE(small.embedding, variant.embedding);
            QCOMPARE(small.imageSize, variant.imageSize);
            QCOMPARE(small.vision.headWidth(), variant.vision.headWidth());
            QVERIFY(parameterCount(modelTensors(small, Layout::HuggingFace)) * 4 < 10'000'000);
        }
    }

    // Pinned: weights that change between versions or machines would make measurements incomparable.
    void randomNumbersAreTheSameEverywhere()
    {
        const RandomSequence sequence(1, "name", 0.5, 2.0);
        const std::array<float, 4> expected{-0x1.d0f068p-1f, 0x1.23ef98p+0f, 0x1.b90e8p-3f, 0x1.05c3b6p-1f};
        for (size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(sequence.at(i), expected[i]);
        QVERIFY(RandomSequence(2, "name", 0.5, 2.0).at(0) != expected[0]);
        QVERIFY(RandomSequence(1, "other", 0.5, 2.0).at(0) != expected[0]);
    }

    void randomNumbersHaveTheirMeanAndDeviation()
    {
        const RandomSequence sequence(3, "weights", 1.0, 0.25);
        std::vector<float> values(100'000);
        sequence.fill(values, 7);
        QCOMPARE(values[5], sequence.at(12));
        double sum = 0;
        double squares = 0;
        for (const float value : values) {
            sum += double(value);
            squares += double(value) * double(value);
        }
        const double mean = sum / double(values.size());
        QVERIFY(std::fabs(mean - 1.0) < 0.005);
        QVERIFY(std::fabs(std::sqrt(squares / double(values.size()) - mean * mean) - 0.25) < 0.005);
    }

    void halvesAreRoundedToNearestEven()
    {
        QCOMPARE(toFloat16(1.0f), quint16(0x3c00));
        QCOMPARE(toFloat16(-2.0f), quint16(0xc000));
        QCOMPARE(toFloat16(0x1.002p0f), quint16(0x3c00)); // half-way, to even
        QCOMPARE(toFloat16(0x1.006p0f), quint16(0x3c02));
        QCOMPARE(toFloat16(65504.0f), quint16(0x7bff));
        QCOMPARE(toFloat16(0x1p-24f), quint16(0x0001)); // the least subnormal
        QCOMPARE(toFloat16(0x1.ff8p-15f), quint16(0x03ff));
        QCOMPARE(toFloat16(0x1.ffcp-15f), quint16(0x0400)); // rounds up into the normal numbers
        QCOMPARE(toFloat16(100000.0f), quint16(0x7c00));
        QCOMPARE(toBfloat16(1.0f), quint16(0x3f80));
        QCOMPARE(toBfloat16(0x1.01p0f), quint16(0x3f80)); // half-way, to even
        QCOMPARE(toBfloat16(0x1.03p0f), quint16(0x3f82));
        QCOMPARE(toBfloat16(-0x1.018p0f), quint16(0xbf81));
    }

    void bothLayoutsOfOneSeedHoldTheSameModel()
    {
        QTemporaryDir folder;
        QCOMPARE(runTool({u"--variant"_s, tinyId, u"--tiny"_s, folder.path()}).exitCode, 0);
        QCOMPARE(runTool({u"--variant"_s, tinyId, u"--tiny"_s, u"--layout"_s, u"open_clip"_s, folder.path()})
                     .exitCode,
                 0);
        const QDir model(folder.filePath(tinyId));
        const QByteArray hf = read(model.filePath(u"model.safetensors"_s));
        const QByteArray openClip = read(model.filePath(u"open_clip_model.safetensors"_s));

        const auto key = tensor(hf, u"vision_model.encoder.layers.1.self_attn.k_proj.weight"_s);
        const auto stacked = tensor(openClip, u"visual.transformer.resblocks.1.attn.in_proj_weight"_s);
        QCOMPARE(key.size(), size_t(128 * 128));
        QCOMPARE(stacked.size(), 3 * key.size());
        QVERIFY(std::equal(key.begin(), key.end(), stacked.begin() + qsizetype(key.size())));

        const auto projection = tensor(hf, u"text_projection.weight"_s); // [512, 128]
        const auto transposed = tensor(openClip, u"text_projection"_s);  // [128, 512]
        QCOMPARE(projection.size(), size_t(512 * 128));
        QCOMPARE(transposed.size(), projection.size());
        for (size_t row : {0, 3, 511}) {
            for (size_t column : {0, 5, 127})
                QCOMPARE(transposed[column * 512 + row], projection[row * 128 + column]);
        }
    }

    void theSeedDecidesTheWeights()
    {
        QTemporaryDir folder;
        std::vector<QByteArray> files;
        for (const QString &seed : {u"7"_s, u"7"_s, u"8"_s}) {
            QCOMPARE(
                runTool({u"--variant"_s, tinyId, u"--tiny"_s, u"--seed"_s, seed, folder.path()}).exitCode, 0);
            files.push_back(read(folder.filePath(tinyId + u"/model.safetensors"_s)));
        }
        QVERIFY(!files[0].isEmpty());
        QVERIFY(files[0] == files[1]);
        QVERIFY(files[0] != files[2]);
    }

    void aModelSaysThatItIsUntrained()
    {
        QTemporaryDir folder;
        const Outcome outcome =
            runTool({u"--variant"_s, tinyId, u"--tiny"_s, u"--dtype"_s, u"bf16"_s, folder.path()});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.out.contains("UNTRAINED"));
        const QJsonObject config = readJson(folder.filePath(tinyId + u"/config.json"_s));
        QCOMPARE(config[u"modeldeck_untrained"_s], QJsonValue(true));
        QCOMPARE(config[u"model_type"_s], QJsonValue(u"clip"_s));
    }

    void specialTokensHaveTheLastIds()
    {
        QTemporaryDir folder;
        QCOMPARE(runTool({u"--variant"_s, tinyId, u"--tiny"_s, folder.path()}).exitCode, 0);
        const QJsonObject text =
            readJson(folder.filePath(tinyId + u"/config.json"_s))[u"text_config"_s].toObject();
        const QJsonObject vocabulary = readJson(folder.filePath(tinyId + u"/vocab.json"_s));
        const qint64 rows = text[u"vocab_size"_s].toInteger();
        QCOMPARE(rows, vocabulary.size());
        QCOMPARE(text[u"eos_token_id"_s].toInteger(), rows - 1);
        QCOMPARE(vocabulary[u"<|endoftext|>"_s].toInteger(), rows - 1);
        QCOMPARE(vocabulary[u"<|startoftext|>"_s].toInteger(), rows - 2);
    }

    void wrongUseEndsWith2AndSaysWhatIsRight_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char *name, const QStringList &arguments, const char *said) {
            QTest::newRow(name) << arguments << QByteArray(said);
        };
        row("no variant", {u"/tmp"_s}, "ViT-H-14/laion2b_s32b_b79k");
        row("unknown variant", {u"--variant"_s, u"ViT-X"_s, u"/tmp"_s}, "ViT-H-14/laion2b_s32b_b79k");
        row("unknown layout", {u"--variant"_s, tinyId, u"--layout"_s, u"onnx"_s, u"/tmp"_s}, "open_clip");
        row("unknown dtype", {u"--variant"_s, tinyId, u"--dtype"_s, u"f64"_s, u"/tmp"_s}, "bf16");
        row("seed is no number", {u"--variant"_s, tinyId, u"--seed"_s, u"-1"_s, u"/tmp"_s}, "--seed");
        row("no directory", {u"--variant"_s, tinyId}, "directory");
        row("two directories", {u"--variant"_s, tinyId, u"/tmp"_s, u"/tmp"_s}, "directory");
        row("unknown option", {u"--nonsense"_s}, "nonsense");
    }

    void wrongUseEndsWith2AndSaysWhatIsRight()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, said);
        const Outcome outcome = runTool(arguments);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(said), outcome.err.constData());
    }

    void failuresEndWith1AndLeaveNoModel()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"file"_s);
        QVERIFY(QFile(file).open(QIODevice::WriteOnly));
        const Outcome noFolder = runTool({u"--variant"_s, tinyId, u"--tiny"_s, file});
        QCOMPARE(noFolder.exitCode, 1);
        QVERIFY2(noFolder.err.contains("Cannot create the folder"), noFolder.err.constData());

        const Outcome noVocabulary = runTool({u"--variant"_s, tinyId, u"--tiny"_s, u"--vocab"_s,
                                              folder.filePath(u"missing"_s), folder.path()});
        QCOMPARE(noVocabulary.exitCode, 1);
        QVERIFY2(noVocabulary.err.contains("missing"), noVocabulary.err.constData());
        QVERIFY(!QDir(folder.filePath(u"ViT-B-32"_s)).exists());
    }
};

MODELDECK_TEST(SyntheticModelTest)
#include "synthetic_model_test.moc"
