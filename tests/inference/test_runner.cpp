// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inference/model_fixture.h"
#include "tests/inference/runner_fixture.h"

#include <QBuffer>
#include <QCborArray>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <csignal>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using fixture::Runner;

namespace {

std::vector<float> vectors(const protocol::Frame &frame)
{
    std::vector<float> values(std::size_t(frame.payload.size()) / sizeof(float));
    qFromLittleEndian<float>(frame.payload.constData(), qsizetype(values.size()), values.data());
    return values;
}

QString typeOf(const protocol::Frame &frame)
{
    return frame.header.value(u"type"_s).toString();
}

QString codeOf(const protocol::Frame &frame)
{
    return frame.header.value(u"code"_s).toString();
}

QString messageOf(const protocol::Frame &frame)
{
    return frame.header.value(u"message"_s).toString();
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray framed(const QByteArray &body)
{
    QByteArray length(4, '\0');
    qToLittleEndian(quint32(body.size()), length.data());
    return length + body;
}

} // namespace

class TestRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void startedByHandItSaysWhatItIs();
    void helloNamesTheVersion();
    void endOfFileEndsIt();
    void shutdownEndsIt();
    void itDoesNotOutliveItsParent();
    void brokenFramesEndItWithAReason_data();
    void brokenFramesEndItWithAReason();
    void wrongFieldsAreErrorsOfTheRequestAlone_data();
    void wrongFieldsAreErrorsOfTheRequestAlone();
    void loadedSaysWhatWasLoaded();
    void aFolderWithoutAModelIsALoadError();
    void aConfigThatDoesNotFitTheWeightsNamesTheTensor();
    void undefinedNumbersAreNeverAVector();
    void itTakesOneModelOnly();
    void textsAndImagesGiveTheReferenceVectors_data();
    void textsAndImagesGiveTheReferenceVectors();
    void everyImageFormatIsReadInsideTheSandbox_data();
    void everyImageFormatIsReadInsideTheSandbox();
    void manyInputsComeBackInOrder();
    void requestsAreAnsweredInOrder();
    void theBadInputIsNamed();
    void statsCountWhatWasDone();
    void aReplacedWeightsFileIsNoticed();
    void aTouchedWeightsFileIsNoticed();
    void aRemovedWeightsFileIsNoticed();
    void aTruncatedWeightsFileHarmsTheRunnerAlone();
    void cleanupTestCase() { m_shared.reset(); }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_model;
    std::unique_ptr<Runner> m_shared; // one that bad requests do not end
};

void TestRunner::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_model = fixture::writeTinyModel(m_dir->path(), u"ViT-B-32/openai"_s, u"hf"_s);
    QVERIFY(!m_model.isEmpty());
}

void TestRunner::startedByHandItSaysWhatItIs()
{
    QProcess process;
    process.setChildProcessModifier([] { ::close(protocol::runnerSocket); });
    process.start(QStringLiteral(RUNNER_PROGRAM), QStringList());
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("Modeldeck"));
}

void TestRunner::helloNamesTheVersion()
{
    Runner runner;
    const auto hello = runner.receive();
    QVERIFY(hello);
    QCOMPARE(typeOf(*hello), u"hello"_s);
    QCOMPARE(hello->header.value(u"version"_s).toInteger(), qint64(protocol::version));
    QVERIFY(hello->header.value(u"cuda"_s).isBool());
}

void TestRunner::endOfFileEndsIt()
{
    Runner runner;
    QVERIFY(runner.receive());
    runner.hangUp();
    QVERIFY(runner.ended());
    QCOMPARE(runner.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(runner.process().exitCode(), 0);
}

void TestRunner::shutdownEndsIt()
{
    Runner runner;
    runner.send({{u"type"_s, u"shutdown"_s}});
    QVERIFY(runner.ended());
    QCOMPARE(runner.process().exitCode(), 0);
}

void TestRunner::itDoesNotOutliveItsParent()
{
    Runner ours({u"--parent"_s, QString::number(QCoreApplication::applicationPid())});
    QVERIFY(ours.receive());
    Runner orphan({u"--parent"_s, u"1"_s});
    QVERIFY(orphan.ended());
    QVERIFY(orphan.process().exitCode() != 0);
}

void TestRunner::brokenFramesEndItWithAReason_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("reason");
    const QByteArray tooLong = QByteArray::fromHex("ffffffff");
    QTest::newRow("longer than allowed") << tooLong << QByteArray("4294967295");
    QTest::newRow("empty") << QByteArray(4, '\0') << QByteArray("0 bytes");
    QTest::newRow("no CBOR") << framed("\xff\xff\xff") << QByteArray("CBOR");
    QTest::newRow("an array") << framed(QByteArray::fromHex("8101")) << QByteArray("CBOR");
    QTest::newRow("without a type") << protocol::encode({{{u"id"_s, 1}}, {}}) << QByteArray("type");
    QTest::newRow("of an unknown type")
        << protocol::encode({{{u"type"_s, u"dance"_s}, {u"id"_s, 1}}, {}}) << QByteArray("type");
    QTest::newRow("without an id") << protocol::encode({{{u"type"_s, u"stats"_s}}, {}}) << QByteArray("id");
    QTest::newRow("with a text as id")
        << protocol::encode({{{u"type"_s, u"stats"_s}, {u"id"_s, u"1"_s}}, {}}) << QByteArray("id");
}

void TestRunner::brokenFramesEndItWithAReason()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, reason);
    Runner runner;
    runner.sendBytes(bytes);
    QVERIFY(runner.ended());
    QCOMPARE(runner.process().exitStatus(), QProcess::NormalExit);
    QVERIFY(runner.process().exitCode() != 0);
    const QByteArray said = runner.standardError();
    QVERIFY2(said.contains(reason), said.constData());
}

void TestRunner::wrongFieldsAreErrorsOfTheRequestAlone_data()
{
    QTest::addColumn<QCborMap>("header");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("field");
    const QCborMap images{
        {u"type"_s, u"embed_images"_s}, {u"normalize"_s, true}, {u"sizes"_s, QCborArray{3, 4}}};
    const QCborMap texts{{u"type"_s, u"embed_texts"_s},
                         {u"normalize"_s, true},
                         {u"truncate"_s, false},
                         {u"texts"_s, QCborArray{u"a"_s}}};
    const auto with = [](QCborMap map, const QString &key, const QCborValue &value) {
        map.insert(key, value);
        return map;
    };
    const auto row = [](const char *name, const QCborMap &header, const QByteArray &payload,
                        const QString &field) { QTest::newRow(name) << header << payload << field; };
    row("sizes beyond the payload", images, "123456", u"sizes"_s);
    row("sizes short of the payload", images, "12345678", u"sizes"_s);
    row("a negative size", with(images, u"sizes"_s, QCborArray{-1, 8}), "1234567", u"sizes"_s);
    row("a size that overflows", with(images, u"sizes"_s, QCborArray{std::numeric_limits<qint64>::max(), 2}),
        "1234567", u"sizes"_s);
    row("a size that is a text", with(images, u"sizes"_s, QCborArray{u"7"_s}), "1234567", u"sizes"_s);
    row("no sizes", with(images, u"sizes"_s, QCborArray()), "", u"sizes"_s);
    row("sizes that are no array", with(images, u"sizes"_s, 7), "1234567", u"sizes"_s);
    row("normalize that is a number", with(images, u"normalize"_s, 1), "1234567", u"normalize"_s);
    row("texts that are numbers", with(texts, u"texts"_s, QCborArray{1}), "", u"texts"_s);
    row("no texts", with(texts, u"texts"_s, QCborArray()), "", u"texts"_s);
    row("texts that are one text", with(texts, u"texts"_s, u"a"_s), "", u"texts"_s);
    row("truncate that is missing", with(texts, u"truncate"_s, QCborValue()), "", u"truncate"_s);
    row("a payload that texts do not have", texts, "x", u"embed_texts"_s);
    const QCborMap load{{u"type"_s, u"load"_s},       {u"model_dir"_s, u"/m"_s}, {u"layout"_s, u"hf"_s},
                        {u"device"_s, u"cpu"_s},      {u"dtype"_s, u"auto"_s},   {u"threads"_s, 0},
                        {u"max_image_pixels"_s, 1000}};
    row("a relative folder", with(load, u"model_dir"_s, u"m"_s), "", u"model_dir"_s);
    row("an unknown layout", with(load, u"layout"_s, u"tf"_s), "", u"layout"_s);
    row("an unknown device", with(load, u"device"_s, u"abacus"_s), "", u"device"_s);
    row("an unknown dtype", with(load, u"dtype"_s, 32), "", u"dtype"_s);
    row("negative threads", with(load, u"threads"_s, -1), "", u"threads"_s);
    row("a fraction of a thread", with(load, u"threads"_s, 1.5), "", u"threads"_s);
    row("no pixels", with(load, u"max_image_pixels"_s, 0), "", u"max_image_pixels"_s);
}

void TestRunner::wrongFieldsAreErrorsOfTheRequestAlone()
{
    QFETCH(QCborMap, header);
    QFETCH(QByteArray, payload);
    QFETCH(QString, field);
    if (!m_shared)
        m_shared = std::make_unique<Runner>();
    const auto answer = m_shared->ask(header, payload);
    QCOMPARE(typeOf(answer), u"error"_s);
    QCOMPARE(codeOf(answer), QString::fromLatin1(protocol::error_code::invalidRequest));
    QVERIFY2(messageOf(answer).contains(field), qPrintable(messageOf(answer)));
    QCOMPARE(typeOf(m_shared->ask({{u"type"_s, u"stats"_s}})), u"stats"_s);
}

void TestRunner::loadedSaysWhatWasLoaded()
{
    Runner runner;
    const auto loaded = runner.load(m_model);
    QVERIFY2(typeOf(loaded) == u"loaded", qPrintable(messageOf(loaded)));
    QCOMPARE(loaded.header.value(u"dimension"_s).toInteger(), 512);
    QCOMPARE(loaded.header.value(u"context_length"_s).toInteger(), 77);
    QCOMPARE(loaded.header.value(u"image_size"_s).toInteger(), 224);
    QCOMPARE(loaded.header.value(u"device"_s).toString(), u"cpu"_s);
    QCOMPARE(loaded.header.value(u"dtype"_s).toString(), u"float32"_s);
    QVERIFY(loaded.header.value(u"parameters"_s).toInteger() > 1'000'000);
    QVERIFY(loaded.header.value(u"map_seconds"_s).toDouble(-1) >= 0);
    QVERIFY(loaded.header.value(u"convert_seconds"_s).toDouble(-1) >= 0);
    QCOMPARE(loaded.header.value(u"weight_files"_s).toArray(), QCborArray{m_model + u"/model.safetensors"_s});
}

void TestRunner::aFolderWithoutAModelIsALoadError()
{
    Runner runner;
    const auto answer = runner.load(m_dir->filePath(u"nothing"_s));
    QCOMPARE(codeOf(answer), QString::fromLatin1(protocol::error_code::loadFailed));
    QVERIFY(messageOf(answer).contains(u"config.json"_s));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::invalidRequest));
}

void TestRunner::aConfigThatDoesNotFitTheWeightsNamesTheTensor()
{
    const QString path = m_model + u"/config.json"_s;
    const QByteArray config = read(path);
    QVERIFY(config.contains("\"num_hidden_layers\": 2"));
    Runner withMoreLayers;
    QVERIFY(write(path, QByteArray(config).replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3")));
    const auto missing = withMoreLayers.load(m_model);
    QCOMPARE(codeOf(missing), QString::fromLatin1(protocol::error_code::loadFailed));
    QVERIFY2(messageOf(missing).contains(u".layers.2."_s), qPrintable(messageOf(missing)));

    Runner withLargerPatches;
    QVERIFY(write(path, QByteArray(config).replace("\"patch_size\": 32", "\"patch_size\": 28")));
    const auto wrong = withLargerPatches.load(m_model);
    QCOMPARE(codeOf(wrong), QString::fromLatin1(protocol::error_code::loadFailed));
    QVERIFY2(messageOf(wrong).contains(u"patch_embedding"_s) && messageOf(wrong).contains(u"32"_s),
             qPrintable(messageOf(wrong)));
}

void TestRunner::undefinedNumbersAreNeverAVector()
{
    const QString path = m_model + u"/model.safetensors"_s;
    QByteArray weights = read(path);
    const auto header = qsizetype(qFromLittleEndian<quint64>(weights.constData()));
    QVERIFY(
        write(path, weights.first(8 + header) + QByteArray(weights.size() - 8 - header, '\xff'))); // all NaN
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto answer = runner.embedTexts({u"a"_s});
    QCOMPARE(codeOf(answer), QString::fromLatin1(protocol::error_code::internal));
    QVERIFY(answer.payload.isEmpty());
}

void TestRunner::itTakesOneModelOnly()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QCOMPARE(codeOf(runner.load(m_model)), QString::fromLatin1(protocol::error_code::invalidRequest));
}

void TestRunner::textsAndImagesGiveTheReferenceVectors_data()
{
    QTest::addColumn<int>("index");
    const QJsonArray models = fixture::golden().value(u"models"_s).toArray();
    QVERIFY(models.size() >= 8);
    for (qsizetype i = 0; i < models.size(); ++i) {
        const QString name = models[i].toObject().value(u"variant"_s).toString() + u' ' +
                             models[i].toObject().value(u"layout"_s).toString();
        QTest::newRow(qPrintable(name)) << int(i);
    }
}

void TestRunner::textsAndImagesGiveTheReferenceVectors()
{
    QFETCH(int, index);
    const QJsonObject golden = fixture::golden();
    const QJsonObject model = golden.value(u"models"_s).toArray().at(index).toObject();
    const QJsonObject whole = model.value(u"whole"_s).toObject();
    const QString layout = model.value(u"layout"_s).toString();
    const QString folder =
        fixture::writeTinyModel(m_dir->filePath(layout), model.value(u"variant"_s).toString(), layout);
    Runner runner;
    const auto loaded = runner.load(folder, layout);
    QVERIFY2(typeOf(loaded) == u"loaded", qPrintable(messageOf(loaded)));
    const int dimension = int(loaded.header.value(u"dimension"_s).toInteger());

    QByteArray files;
    QCborArray sizes;
    for (const QJsonValue name : golden.value(u"images"_s).toArray()) {
        const QByteArray file = read(fixture::goldenFile(name.toString()));
        sizes.append(file.size());
        files += file;
    }
    const auto images =
        runner.ask({{u"type"_s, u"embed_images"_s}, {u"sizes"_s, sizes}, {u"normalize"_s, false}}, files);
    QVERIFY2(typeOf(images) == u"embeddings", qPrintable(messageOf(images)));
    QCOMPARE(images.header.value(u"count"_s).toInteger(), 2);
    QStringList texts;
    for (const QJsonValue text : golden.value(u"texts"_s).toArray())
        texts << text.toString();
    const auto words = runner.embedTexts(texts);
    QVERIFY2(typeOf(words) == u"embeddings", qPrintable(messageOf(words)));
    for (int i = 0; i < 2; ++i) {
        const double imageError =
            fixture::maxDifference(fixture::row(vectors(images), dimension, i),
                                   fixture::floats(whole.value(u"images"_s).toArray().at(i)));
        QVERIFY2(imageError <= 1e-5, qPrintable(QString::number(imageError)));
        const double textError =
            fixture::maxDifference(fixture::row(vectors(words), dimension, i),
                                   fixture::floats(whole.value(u"texts"_s).toArray().at(i)));
        QVERIFY2(textError <= 1e-5, qPrintable(QString::number(textError)));
    }
}

void TestRunner::everyImageFormatIsReadInsideTheSandbox_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char *format : {"png", "jpeg", "bmp", "webp", "tiff"})
        QTest::newRow(format) << QByteArray(format);
}

void TestRunner::everyImageFormatIsReadInsideTheSandbox()
{
    QFETCH(QByteArray, format);
    QBuffer file;
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(QImage(fixture::goldenFile(u"wide.png"_s)).save(&file, format.constData(), 95));
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto answer = runner.ask(
        {{u"type"_s, u"embed_images"_s}, {u"sizes"_s, QCborArray{file.size()}}, {u"normalize"_s, true}},
        file.data());
    QVERIFY2(typeOf(answer) == u"embeddings", qPrintable(messageOf(answer)));
}

void TestRunner::manyInputsComeBackInOrder()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QStringList texts; // of falling and rising lengths, more than one batch
    for (int i = 0; i < 100; ++i)
        texts << QString(1 + (i * 37) % 50, u'a') + u" cat"_s.repeated(i % 7);
    const auto together = runner.embedTexts(texts);
    QCOMPARE(typeOf(together), u"embeddings"_s);
    QCOMPARE(together.header.value(u"tokens"_s).toArray().size(), 100);
    for (const int i : {0, 1, 42, 99}) {
        const auto alone = runner.embedTexts({texts[i]});
        QVERIFY(fixture::maxDifference(fixture::row(vectors(together), 512, i), vectors(alone)) <= 1e-5);
        QCOMPARE(together.header.value(u"tokens"_s).toArray().at(i),
                 alone.header.value(u"tokens"_s).toArray().at(0));
    }
}

void TestRunner::requestsAreAnsweredInOrder()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QByteArray together;
    for (qint64 id = 1; id <= 20; ++id) {
        together += protocol::encode({{{u"type"_s, u"embed_texts"_s},
                                       {u"id"_s, id},
                                       {u"texts"_s, QCborArray{u"a"_s}},
                                       {u"normalize"_s, true},
                                       {u"truncate"_s, false}},
                                      {}});
    }
    runner.sendBytes(together);
    for (qint64 id = 1; id <= 20; ++id) {
        std::optional<protocol::Frame> frame;
        do {
            frame = runner.receive();
            QVERIFY(frame);
        } while (typeOf(*frame) == u"hello");
        QCOMPARE(frame->header.value(u"id"_s).toInteger(), id);
    }
}

void TestRunner::theBadInputIsNamed()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto texts = runner.embedTexts({u"short"_s, u"much too long "_s.repeated(100)});
    QCOMPARE(codeOf(texts), QString::fromLatin1(protocol::error_code::invalidRequest));
    QCOMPARE(texts.header.value(u"index"_s).toInteger(), 1);

    const QByteArray good = read(fixture::goldenFile(u"wide.png"_s));
    QByteArray files;
    QCborArray sizes;
    for (int i = 0; i < 60; ++i) {
        const QByteArray file = i == 57 ? QByteArray("<svg/>") : good;
        files += file;
        sizes.append(file.size());
    }
    const auto images =
        runner.ask({{u"type"_s, u"embed_images"_s}, {u"sizes"_s, sizes}, {u"normalize"_s, true}}, files);
    QCOMPARE(codeOf(images), QString::fromLatin1(protocol::error_code::invalidImage));
    QCOMPARE(images.header.value(u"index"_s).toInteger(), 57);
}

void TestRunner::statsCountWhatWasDone()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QCOMPARE(typeOf(runner.embedTexts({u"a"_s, u"b"_s})), u"embeddings"_s);
    QCOMPARE(typeOf(runner.embedTexts({u"much too long "_s.repeated(100)})), u"error"_s);
    const auto stats = runner.ask({{u"type"_s, u"stats"_s}});
    QCOMPARE(stats.header.value(u"requests"_s).toInteger(), 1);
    QCOMPARE(stats.header.value(u"texts"_s).toInteger(), 2);
    QCOMPARE(stats.header.value(u"images"_s).toInteger(-1), 0);
    QVERIFY(stats.header.value(u"seconds"_s).toDouble() > 0);
}

void TestRunner::aReplacedWeightsFileIsNoticed()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const QString weights = m_model + u"/model.safetensors"_s;
    QVERIFY(QFile::rename(weights, weights + u".old"_s));
    QVERIFY(QFile::copy(weights + u".old"_s, weights));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::modelChanged));
}

void TestRunner::aTouchedWeightsFileIsNoticed()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QFile weights(m_model + u"/model.safetensors"_s);
    QVERIFY(weights.open(QIODevice::ReadWrite));
    QVERIFY(weights.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000), QFileDevice::FileModificationTime));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::modelChanged));
}

void TestRunner::aRemovedWeightsFileIsNoticed()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QVERIFY(QFile::remove(m_model + u"/model.safetensors"_s));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::modelChanged));
}

void TestRunner::aTruncatedWeightsFileHarmsTheRunnerAlone()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QVERIFY(QFile::resize(m_model + u"/model.safetensors"_s, 4096));
    const auto answer = runner.embedTexts({u"a"_s});
    // Noticed before the batch; had it happened during one, SIGBUS would have ended the runner.
    QVERIFY(codeOf(answer) == QString::fromLatin1(protocol::error_code::modelChanged) ||
            (runner.ended() && runner.process().exitStatus() == QProcess::CrashExit));
}

QTEST_GUILESS_MAIN(TestRunner)
#include "test_runner.moc"
