// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inference/model_fixture.h"
#include "tests/inference/runner_fixture.h"
#include "tests/support/test_program.h"

#include <QBuffer>
#include <QCborArray>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QImageWriter>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QThread>
#include <QtEndian>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using fixture::codeOf;
using fixture::messageOf;
using fixture::Runner;
using fixture::typeOf;

namespace {

std::vector<float> vectors(const protocol::Frame &frame)
{
    std::vector<float> values(std::size_t(frame.payload.size()) / sizeof(float));
    qFromLittleEndian<float>(frame.payload.constData(), qsizetype(values.size()), values.data());
    return values;
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

// Lets the runner map so much more than it has, and no byte beyond.
void leave(Runner &runner, int mebibytes)
{
    const qint64 process = runner.process().processId();
    const qint64 pages = read(u"/proc/%1/statm"_s.arg(process)).split(' ').first().toLongLong();
    const rlim_t bytes = rlim_t(pages * ::sysconf(_SC_PAGESIZE) + qint64(mebibytes) * 1024 * 1024);
    const rlimit limit{bytes, bytes};
    if (::prlimit(pid_t(process), RLIMIT_AS, &limit, nullptr) != 0)
        qFatal("prlimit failed");
}

quint32 pngSum(const QByteArray &bytes)
{
    quint32 sum = ~0U;
    for (const char byte : bytes) {
        sum ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1) ^ ((sum & 1) ? 0xedb88320U : 0U);
    }
    return ~sum;
}

QByteArray chunk(const QByteArray &type, const QByteArray &data)
{
    const auto number = [](quint32 value) {
        QByteArray bytes(4, '\0');
        qToBigEndian(value, bytes.data());
        return bytes;
    };
    return number(quint32(data.size())) + type + data + number(pngSum(type + data));
}

// A small PNG with so many packed texts before its pixels.
QByteArray pngWithTexts(int texts, int bytes)
{
    QByteArray file;
    QBuffer buffer(&file);
    QImage picture(8, 8, QImage::Format_RGB888);
    picture.fill(Qt::gray);
    picture.save(&buffer, "png");
    constexpr qsizetype header = 33; // the signature and IHDR
    const QByteArray text =
        chunk("zTXt", QByteArray("a\0\0", 3) + qCompress(QByteArray(bytes, '\0'), 9).sliced(4));
    return file.first(header) + text.repeated(texts) + file.sliced(header);
}

// A progressive JPEG whose last scan, of a few bytes, comes so many times.
QByteArray jpegWithScans(int scans, int side)
{
    QImage picture(side, side, QImage::Format_RGB888);
    picture.fill(Qt::gray);
    QByteArray file;
    QBuffer buffer(&file);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setProgressiveScanWrite(true);
    writer.write(picture);
    const qsizetype last = file.lastIndexOf("\xff\xda");
    const QByteArray scan = file.sliced(last, file.size() - 2 - last);
    return file.first(last) + scan.repeated(scans) + file.last(2);
}

QList<qint64> childrenOf(qint64 parent)
{
    QList<qint64> children;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        const QByteArray stat = read(u"/proc/%1/stat"_s.arg(name));
        const QByteArrayList fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (fields.size() > 1 && fields[0] != "Z" && fields[1].toLongLong() == parent)
            children << name.toLongLong();
    }
    return children;
}

// For the model, and the buffers of a thread on each processor.
int enoughMebibytes()
{
    return 256 + 136 * QThread::idealThreadCount();
}

} // namespace

class RunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
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
    void withoutMemoryItLoadsOrSaysWhy_data();
    void withoutMemoryItLoadsOrSaysWhy();
    void withoutMemoryForAnImageItGoesOn();
    void goodImagesOfFiftyMegapixelsPass_data();
    void goodImagesOfFiftyMegapixelsPass();
    void anImageThatSwellsOrStallsHarmsNoOther_data();
    void anImageThatSwellsOrStallsHarmsNoOther();
    void aCancelledRequestIsAnsweredAndTheNextServed();
    void untilItLoadsItHasOneThreadSinceItForks();
    void withoutWorkItHasNoDecoders();
    void withoutTheProcessThatStartsDecodersItEnds();

private:
    static QCborMap embed(const QList<QByteArray> &files);
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_model;
};

void RunnerTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_model = fixture::writeTinyModel(m_dir->path(), u"ViT-B-32/openai"_s, u"hf"_s);
    QVERIFY(!m_model.isEmpty());
}

void RunnerTest::loadedSaysWhatWasLoaded()
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

void RunnerTest::aFolderWithoutAModelIsALoadError()
{
    Runner runner;
    const auto answer = runner.load(m_dir->filePath(u"nothing"_s));
    QCOMPARE(codeOf(answer), QString::fromLatin1(protocol::error_code::loadFailed));
    QVERIFY(messageOf(answer).contains(u"config.json"_s));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::invalidRequest));
}

void RunnerTest::aConfigThatDoesNotFitTheWeightsNamesTheTensor()
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

void RunnerTest::undefinedNumbersAreNeverAVector()
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

void RunnerTest::itTakesOneModelOnly()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QCOMPARE(codeOf(runner.load(m_model)), QString::fromLatin1(protocol::error_code::invalidRequest));
}

void RunnerTest::textsAndImagesGiveTheReferenceVectors_data()
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

void RunnerTest::textsAndImagesGiveTheReferenceVectors()
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

void RunnerTest::everyImageFormatIsReadInsideTheSandbox_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char *format : {"png", "jpeg", "bmp", "webp", "tiff"})
        QTest::newRow(format) << QByteArray(format);
}

void RunnerTest::everyImageFormatIsReadInsideTheSandbox()
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

void RunnerTest::manyInputsComeBackInOrder()
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

void RunnerTest::requestsAreAnsweredInOrder()
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

void RunnerTest::theBadInputIsNamed()
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

void RunnerTest::statsCountWhatWasDone()
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

void RunnerTest::aReplacedWeightsFileIsNoticed()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const QString weights = m_model + u"/model.safetensors"_s;
    QVERIFY(QFile::rename(weights, weights + u".old"_s));
    QVERIFY(QFile::copy(weights + u".old"_s, weights));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::modelChanged));
}

void RunnerTest::aTouchedWeightsFileIsNoticed()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QFile weights(m_model + u"/model.safetensors"_s);
    QVERIFY(weights.open(QIODevice::ReadWrite));
    QVERIFY(weights.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000), QFileDevice::FileModificationTime));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::modelChanged));
}

void RunnerTest::aRemovedWeightsFileIsNoticed()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QVERIFY(QFile::remove(m_model + u"/model.safetensors"_s));
    QCOMPARE(codeOf(runner.embedTexts({u"a"_s})), QString::fromLatin1(protocol::error_code::modelChanged));
}

void RunnerTest::aTruncatedWeightsFileHarmsTheRunnerAlone()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QVERIFY(QFile::resize(m_model + u"/model.safetensors"_s, 4096));
    const auto answer = runner.embedTexts({u"a"_s});
    // Noticed before the batch; had it happened during one, SIGBUS would have ended the runner.
    QVERIFY(codeOf(answer) == QString::fromLatin1(protocol::error_code::modelChanged) ||
            (runner.ended() && runner.process().exitStatus() == QProcess::CrashExit));
}

void RunnerTest::withoutMemoryItLoadsOrSaysWhy_data()
{
    const int enough = enoughMebibytes();
    QTest::addColumn<int>("mebibytes");
    for (const int mebibytes : {1, 4, 8, 12, 16, 24, 32, 64, 128, 160, 200, 256, 300, enough})
        QTest::addRow("%d MiB", mebibytes) << mebibytes;
}

void RunnerTest::withoutMemoryItLoadsOrSaysWhy()
{
    QFETCH(const int, mebibytes);
    const int enough = enoughMebibytes();
    Runner runner;
    QVERIFY(runner.receive()); // hello
    leave(runner, mebibytes);
    const auto answer = runner.load(m_model);
    const bool loaded = typeOf(answer) == u"loaded"_s;
    if (!loaded)
        QCOMPARE(codeOf(answer), QString::fromLatin1(protocol::error_code::insufficientMemory));
    if (mebibytes == 1 || mebibytes == enough)
        QCOMPARE(loaded, mebibytes == enough);
    if (!loaded)
        return;
    // What is loaded answers: a thread that finds no room for its first product must not ask for it for ever.
    const auto embedded = runner.embedTexts({u"a"_s, u"photograph of a dog"_s});
    if (typeOf(embedded) != u"embeddings"_s)
        QCOMPARE(codeOf(embedded), QString::fromLatin1(protocol::error_code::insufficientMemory));
}

void RunnerTest::withoutMemoryForAnImageItGoesOn()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto embed = [&](const QByteArray &file) {
        return runner.ask(
            {{u"type"_s, u"embed_images"_s}, {u"sizes"_s, QCborArray{file.size()}}, {u"normalize"_s, true}},
            file);
    };
    const QByteArray small = read(fixture::goldenFile(u"wide.png"_s));
    QCOMPARE(typeOf(embed(small)), u"embeddings"_s);
    QImage picture(7000, 7000, QImage::Format_Grayscale8); // 196 MB once it is decoded for us
    picture.fill(128);
    QByteArray large;
    QBuffer buffer(&large);
    QVERIFY(picture.save(&buffer, "png"));
    leave(runner, 32);
    const auto answer = embed(large);
    QCOMPARE(codeOf(answer), QString::fromLatin1(protocol::error_code::insufficientMemory));
    QCOMPARE(typeOf(embed(small)), u"embeddings"_s);
}

QCborMap RunnerTest::embed(const QList<QByteArray> &files)
{
    QCborArray sizes;
    for (const QByteArray &file : files)
        sizes.append(file.size());
    return {{u"type"_s, u"embed_images"_s}, {u"sizes"_s, sizes}, {u"normalize"_s, true}};
}

void RunnerTest::goodImagesOfFiftyMegapixelsPass_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char *format : {"png", "jpeg", "bmp", "webp", "tiff"})
        QTest::newRow(format) << QByteArray(format);
}

void RunnerTest::goodImagesOfFiftyMegapixelsPass()
{
    QFETCH(const QByteArray, format);
    QImage picture(10'000, 5'000, QImage::Format_RGB888);
    picture.fill(Qt::darkCyan);
    QBuffer file;
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(picture.save(&file, format.constData()));
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto answer = runner.ask(embed({file.data()}), file.data());
    QVERIFY2(typeOf(answer) == u"embeddings", qPrintable(messageOf(answer)));
}

void RunnerTest::anImageThatSwellsOrStallsHarmsNoOther_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("300 texts that unpack to 40 MB each") << pngWithTexts(300, 40'000'000);
    QTest::newRow("12,000 scans of 25 megapixels") << jpegWithScans(12'000, 5'000);
}

void RunnerTest::anImageThatSwellsOrStallsHarmsNoOther()
{
    QFETCH(const QByteArray, file);
    const QByteArray good = read(fixture::goldenFile(u"wide.png"_s));
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto answer = runner.ask(embed({good, file, good}), good + file + good);
    if (typeOf(answer) != u"embeddings") { // a decoder that skips what swells does as well
        QCOMPARE(codeOf(answer), QString::fromLatin1(protocol::error_code::invalidImage));
        QCOMPARE(answer.header.value(u"index"_s).toInteger(-1), 1);
    }
    QCOMPARE(typeOf(runner.ask(embed({good, good}), good + good)), u"embeddings"_s);
}

void RunnerTest::aCancelledRequestIsAnsweredAndTheNextServed()
{
    const QByteArray good = read(fixture::goldenFile(u"wide.png"_s));
    QList<QByteArray> many(2'000, good);
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto request = [&](qint64 id, QCborMap header) {
        header.insert(u"id"_s, id);
        return header;
    };
    runner.send(request(1000, embed(many)), many.join());
    runner.send(request(1001, embed({good})), good);
    runner.send(request(1002, embed({good})), good);
    runner.send({{u"type"_s, u"cancel"_s}, {u"id"_s, 1000}});
    runner.send({{u"type"_s, u"cancel"_s}, {u"id"_s, 1001}});
    runner.send({{u"type"_s, u"cancel"_s}, {u"id"_s, 77}}); // of nobody: nothing to do
    for (const qint64 id : {1000, 1001}) {
        const auto cancelled = runner.receive();
        QVERIFY(cancelled);
        QCOMPARE(cancelled->header.value(u"id"_s).toInteger(), id);
        QCOMPARE(codeOf(*cancelled), QString::fromLatin1(protocol::error_code::cancelled));
    }
    const auto served = runner.receive();
    QVERIFY(served);
    QCOMPARE(served->header.value(u"id"_s).toInteger(), 1002);
    QCOMPARE(typeOf(*served), u"embeddings"_s);
}

void RunnerTest::untilItLoadsItHasOneThreadSinceItForks()
{
    Runner runner;
    QVERIFY(runner.receive()); // hello
    const QDir tasks(u"/proc/%1/task"_s.arg(runner.process().processId()));
    QCOMPARE(tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
    QCOMPARE(childrenOf(runner.process().processId()).size(), 1);
}

void RunnerTest::withoutWorkItHasNoDecoders()
{
    const QByteArray good = read(fixture::goldenFile(u"wide.png"_s));
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    const auto nursery = childrenOf(runner.process().processId());
    QCOMPARE(nursery.size(), 1);
    QCOMPARE(typeOf(runner.ask(embed({good, good}), good + good)), u"embeddings"_s);
    QTRY_VERIFY(childrenOf(nursery.front()).isEmpty());
    runner.hangUp();
    QVERIFY(runner.ended());
    QVERIFY(!QFile::exists(u"/proc/%1"_s.arg(nursery.front()))); // not even as a zombie
}

void RunnerTest::withoutTheProcessThatStartsDecodersItEnds()
{
    Runner runner;
    QCOMPARE(typeOf(runner.load(m_model)), u"loaded"_s);
    QCOMPARE(::kill(pid_t(childrenOf(runner.process().processId()).front()), SIGKILL), 0);
    const QByteArray good = read(fixture::goldenFile(u"wide.png"_s));
    const auto answer = runner.ask(embed({good}), good);
    QVERIFY(answer.header.isEmpty() || typeOf(answer) == u"error"_s);
    QVERIFY(runner.ended());
}

MODELDECK_TEST(RunnerTest)
#include "runner_test.moc"
