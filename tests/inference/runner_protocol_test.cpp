// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inference/runner_fixture.h"
#include "tests/support/test_program.h"

#include <QCborArray>
#include <QCoreApplication>
#include <QtEndian>
#include <limits>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;
using fixture::codeOf;
using fixture::messageOf;
using fixture::Runner;
using fixture::typeOf;

namespace {

QByteArray framed(const QByteArray &body)
{
    QByteArray length(4, '\0');
    qToLittleEndian(quint32(body.size()), length.data());
    return length + body;
}

} // namespace

class RunnerProtocolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startedByHandItSaysWhatItIs();
    void helloNamesTheVersion();
    void endOfFileEndsIt();
    void shutdownEndsIt();
    void itDoesNotOutliveItsParent();
    void brokenFramesEndItWithAReason_data();
    void brokenFramesEndItWithAReason();
    void wrongFieldsAreErrorsOfTheRequestAlone_data();
    void wrongFieldsAreErrorsOfTheRequestAlone();
    void cleanupTestCase() { m_shared.reset(); }

private:
    std::unique_ptr<Runner> m_shared; // one that bad requests do not end
};

void RunnerProtocolTest::startedByHandItSaysWhatItIs()
{
    QProcess process;
    process.setChildProcessModifier([] { ::close(protocol::runnerSocket); });
    process.start(QStringLiteral(RUNNER_PROGRAM), QStringList());
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("Modeldeck"));
}

void RunnerProtocolTest::helloNamesTheVersion()
{
    Runner runner;
    const auto hello = runner.receive();
    QVERIFY(hello);
    QCOMPARE(typeOf(*hello), u"hello"_s);
    QCOMPARE(hello->header.value(u"version"_s).toInteger(), qint64(protocol::version));
    QVERIFY(hello->header.value(u"cuda"_s).isBool());
}

void RunnerProtocolTest::endOfFileEndsIt()
{
    Runner runner;
    QVERIFY(runner.receive());
    runner.hangUp();
    QVERIFY(runner.ended());
    QCOMPARE(runner.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(runner.process().exitCode(), 0);
}

void RunnerProtocolTest::shutdownEndsIt()
{
    Runner runner;
    runner.send({{u"type"_s, u"shutdown"_s}});
    QVERIFY(runner.ended());
    QCOMPARE(runner.process().exitCode(), 0);
}

void RunnerProtocolTest::itDoesNotOutliveItsParent()
{
    Runner ours({u"--parent"_s, QString::number(QCoreApplication::applicationPid())});
    QVERIFY(ours.receive());
    Runner orphan({u"--parent"_s, u"1"_s});
    QVERIFY(orphan.ended());
    QVERIFY(orphan.process().exitCode() != 0);
}

void RunnerProtocolTest::brokenFramesEndItWithAReason_data()
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

void RunnerProtocolTest::brokenFramesEndItWithAReason()
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

void RunnerProtocolTest::wrongFieldsAreErrorsOfTheRequestAlone_data()
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

void RunnerProtocolTest::wrongFieldsAreErrorsOfTheRequestAlone()
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

MODELDECK_TEST(RunnerProtocolTest)
#include "runner_protocol_test.moc"
