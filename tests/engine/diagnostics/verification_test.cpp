// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/model_verification.h"
#include "tests/support/test_program.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>
#include <sys/stat.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

namespace {

QByteArray weights(const QByteArray &header, const QByteArray &data)
{
    QByteArray size(8, '\0');
    qToLittleEndian<quint64>(quint64(header.size()), size.data());
    return size + header + data;
}

const QByteArray soundHeader =
    R"({"__metadata__": {"format": "pt"}, "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},)"
    R"( "b": {"dtype": "BF16", "shape": [], "data_offsets": [8, 10]}})";
const QByteArray tenBytes(10, 'x');

} // namespace

class VerificationTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    QString folder() const { return m_dir->filePath(u"snapshots/1"_s); }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(folder() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    // As the Hugging Face cache keeps a large file: a link to a blob that has its hash for a name.
    QString writeBlob(const QString &name, const QByteArray &bytes, const QByteArray &hashOf) const
    {
        const QByteArray hash = QCryptographicHash::hash(hashOf, QCryptographicHash::Sha256).toHex();
        const QString blob = m_dir->filePath(u"blobs/"_s + QString::fromLatin1(hash));
        QFile file(blob);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() ||
            !QFile::link(blob, folder() + u'/' + name))
            qFatal("can't write %s", qPrintable(blob));
        return blob;
    }
    CatalogEntry model(const QStringList &files = {u"model.safetensors"_s}) const
    {
        CatalogEntry entry;
        entry.id = u"demo/a"_s;
        entry.installed = true;
        entry.layout = u"hf"_s;
        entry.path = folder();
        for (const QString &file : files)
            entry.weightFiles << folder() + u'/' + file;
        return entry;
    }
    static QString problems(const Verification &verification)
    {
        QStringList out;
        for (const Text &problem : verification.problems)
            out << problem.english();
        return out.join(u'\n');
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(folder()) && QDir().mkpath(m_dir->filePath(u"blobs"_s)));
    }

    void aSoundModelIsFoundSound()
    {
        write(u"model.safetensors"_s, weights(soundHeader, tenBytes));
        write(u"config.json"_s, "{}");
        write(u"vocab.json"_s, "{}");
        write(u"merges.txt"_s, "#version: 0.2\n");
        const auto result = verifyModel(model());
        QVERIFY2(result->sound, qPrintable(problems(*result)));
        QCOMPARE(result->filesChecked, 4);
        QCOMPARE(result->hashesChecked, 0);
    }

    void hostileWeightsAreFound_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto header = [](const char *name, const QByteArray &text) {
            QTest::newRow(name) << weights(text, tenBytes);
        };
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << QByteArray("1234567");
        QTest::newRow("cut off") << weights(soundHeader, tenBytes).chopped(1);
        QTest::newRow("too long") << weights(soundHeader, tenBytes + 'x');
        QTest::newRow("no data") << weights(soundHeader, {});
        QTest::newRow("huge header") << QByteArray(8, '\xff') + soundHeader;
        QTest::newRow("header past the end") << weights(soundHeader, tenBytes).replace(0, 1, "\xff");
        QTest::newRow("negative header") << QByteArray("\0\0\0\0\0\0\0\x80", 8) + soundHeader + tenBytes;
        header("no JSON", "{");
        header("a list", "[]");
        header("deep", QByteArray("[").repeated(100'000));
        header("an entry that is a number", R"({"a": 3})");
        header("negative offsets", R"({"a": {"dtype": "I8", "shape": [10], "data_offsets": [-10, 0]}})");
        header("backward offsets", R"({"a": {"dtype": "I8", "shape": [10], "data_offsets": [10, 0]}})");
        header("fractions", R"({"a": {"dtype": "I8", "shape": [10], "data_offsets": [0, 10.5]}})");
        header("beyond 63 bits", R"({"a": {"dtype": "I8", "shape": [10], "data_offsets": [0, 1e300]}})");
        header("beyond the file", R"({"a": {"dtype": "I8", "shape": [11], "data_offsets": [0, 11]}})");
        header("a shape that overflows",
               R"({"a": {"dtype": "F64", "shape": [4294967296, 4294967296, 16], "data_offsets": [0, 10]}})");
        header("a shape that does not fit",
               R"({"a": {"dtype": "F32", "shape": [10], "data_offsets": [0, 10]}})");
        header("no shape", R"({"a": {"dtype": "I8", "data_offsets": [0, 10]}})");
        header("no type", R"({"a": {"shape": [10], "data_offsets": [0, 10]}})");
        header("a gap", R"({"a": {"dtype": "I8", "shape": [4], "data_offsets": [0, 4]},)"
                        R"( "b": {"dtype": "I8", "shape": [5], "data_offsets": [5, 10]}})");
        header("an overlap", R"({"a": {"dtype": "I8", "shape": [6], "data_offsets": [0, 6]},)"
                             R"( "b": {"dtype": "I8", "shape": [5], "data_offsets": [5, 10]}})");
    }
    void hostileWeightsAreFound()
    {
        QFETCH(const QByteArray, bytes);
        write(u"model.safetensors"_s, bytes);
        const auto result = verifyModel(model());
        QVERIFY(!result->sound);
        QCOMPARE(result->problems.size(), 1U);
        QVERIFY2(problems(*result).contains(u"model.safetensors"_s), qPrintable(problems(*result)));
    }

    void aTypeFromTheFutureIsNoFault()
    {
        write(u"model.safetensors"_s,
              weights(R"({"a": {"dtype": "F4", "shape": [20], "data_offsets": [0, 10]}})", tenBytes));
        QVERIFY(verifyModel(model())->sound);
    }

    void filesThatAreNoneAreFoundAndBlockNothing()
    {
        QVERIFY(::mkfifo(qPrintable(folder() + u"/model.safetensors"_s), 0600) == 0);
        QVERIFY(QDir().mkpath(folder() + u"/vocab.json"_s));
        write(u"config.json"_s, "no JSON");
        const auto result = verifyModel(model({u"model.safetensors"_s, u"missing.safetensors"_s}));
        for (const QString &name :
             {u"model.safetensors"_s, u"missing.safetensors"_s, u"vocab.json"_s, u"config.json"_s})
            QVERIFY2(problems(*result).contains(name), qPrintable(name));
        QCOMPARE(result->problems.size(), 4U);
    }

    void theHashOfABlobIsCompared()
    {
        const QByteArray bytes = weights(soundHeader, tenBytes);
        writeBlob(u"model.safetensors"_s, bytes, bytes);
        const auto sound = verifyModel(model());
        QVERIFY2(sound->sound, qPrintable(problems(*sound)));
        QCOMPARE(sound->hashesChecked, 1);
    }

    void oneFlippedBitIsFound()
    {
        const QByteArray bytes = weights(soundHeader, tenBytes);
        QByteArray flipped = bytes;
        flipped.back() = char(flipped.back() ^ 1);
        writeBlob(u"model.safetensors"_s, flipped, bytes);
        const auto damaged = verifyModel(model());
        QVERIFY(!damaged->sound);
        QCOMPARE(damaged->hashesChecked, 1);
        QVERIFY(problems(*damaged).contains(u"SHA-256"_s));
    }

    void namesThatOnlyLookLikeAHashAreNone()
    {
        const QByteArray bytes = weights(soundHeader, tenBytes);
        const QString name = QString(64, u'a'); // not in a folder "blobs"
        write(name, bytes);
        QVERIFY(QFile::link(folder() + u'/' + name, folder() + u"/model.safetensors"_s));
        const auto result = verifyModel(model());
        QVERIFY(result->sound);
        QCOMPARE(result->hashesChecked, 0);
    }

    void theIndexIsComparedWithItsShards()
    {
        write(u"one.safetensors"_s,
              weights(R"({"a": {"dtype": "I8", "shape": [10], "data_offsets": [0, 10]}})", tenBytes));
        write(u"two.safetensors"_s,
              weights(R"({"b": {"dtype": "I8", "shape": [10], "data_offsets": [0, 10]}})", tenBytes));
        const QStringList shards{u"one.safetensors"_s, u"two.safetensors"_s};
        write(u"model.safetensors.index.json"_s,
              R"({"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}})");
        QVERIFY(verifyModel(model(shards))->sound);
        write(u"model.safetensors.index.json"_s,
              R"({"weight_map": {"a": "one.safetensors", "b": "one.safetensors"}})");
        const auto result = verifyModel(model(shards));
        QCOMPARE(problems(*result), u"one.safetensors lacks tensors that the index lists: 1"_s);
    }

    void anIncompleteModelIsNotSound()
    {
        CatalogEntry half = model({});
        half.installed = false;
        half.reason = {"two.safetensors is missing, although the index lists it", {}};
        QVERIFY(problems(*verifyModel(half)).contains(u"two.safetensors"_s));
    }

    void whatIsToldToStopGivesNothing()
    {
        write(u"model.safetensors"_s, weights(soundHeader, tenBytes));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!verifyModel(model(), stop.get_token()));
    }

    void modelsThatCanNotBeVerifiedAreErrors()
    {
        CatalogEntry text;
        text.id = u"mxbai-embed-large"_s;
        text.type = ModelType::Text;
        CatalogEntry remote;
        remote.id = u"ViT-L-14/openai"_s;
        const Catalog catalog({text, remote});
        ModelVerifier verifier;
        QStringList codes;
        for (const QString &id : {u"no/such"_s, text.id, remote.id})
            verifier.verify(catalog, id, [&](const auto &result) {
                codes << QString::fromLatin1(errorName(result.error().code));
            });
        QCOMPARE(codes, (QStringList{u"model_not_found"_s, u"invalid_model_type"_s, u"model_not_found"_s}));
    }

    void manyAreVerifiedInTurn()
    {
        write(u"model.safetensors"_s, weights(soundHeader, tenBytes));
        const Catalog catalog({model()});
        ModelVerifier verifier;
        int sound = 0;
        for (int i = 0; i < 5; ++i)
            verifier.verify(catalog, u"demo/a"_s,
                            [&](const Result<Verification> &result) { sound += result && result->sound; });
        QTRY_COMPARE(sound, 5);
    }

    // A terabyte that takes hours to read, and no room on the disk.
    void itsEndStopsWhatRuns()
    {
        constexpr qint64 terabyte = 1LL << 40;
        const QByteArray header =
            R"({"a": {"dtype": "I8", "shape": [%], "data_offsets": [0, %]}})"_ba.replace(
                "%", QByteArray::number(terabyte));
        const QString blob = writeBlob(u"model.safetensors"_s, weights(header, {}), "x");
        QFile file(blob);
        if (!file.open(QIODevice::ReadWrite) || !file.resize(8 + header.size() + terabyte))
            QSKIP("the file system has no sparse files of this size");
        bool answered = false;
        {
            ModelVerifier verifier;
            verifier.verify(Catalog({model()}), u"demo/a"_s, [&](const auto &) { answered = true; });
        }
        QVERIFY(!answered);
    }
};

MODELDECK_TEST(VerificationTest)
#include "verification_test.moc"
