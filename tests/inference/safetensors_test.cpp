// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/mapped_weights.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtEndian>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

using namespace modeldeck;
using namespace modeldeck::inference;
using namespace Qt::StringLiterals;

namespace {

QByteArray safetensors(const QByteArray &header, const QByteArray &data)
{
    QByteArray length(8, '\0');
    qToLittleEndian(quint64(header.size()), length.data());
    return length + header + data;
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

// Two tensors: "a" F32 [2, 3] = 0…5, "b" BF16 [2].
QByteArray goodHeader()
{
    return R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
           R"("b":{"dtype":"BF16","shape":[2],"data_offsets":[24,28]},"__metadata__":{"format":"pt"}})";
}

QByteArray goodData()
{
    QByteArray data(28, '\0');
    for (int i = 0; i < 6; ++i)
        qToLittleEndian(float(i), data.data() + 4 * i);
    return data;
}

} // namespace

class SafetensorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void tensorsLieOnTheMapping();
    void eachLayoutHasItsFileName();
    void aBrokenFileIsAnErrorThatNamesIt_data();
    void aBrokenFileIsAnErrorThatNamesIt();
    void everyTruncationIsAnError();
    void whatAFileHoldsIsDescribedAndNotQuoted();
    void unneededTypesAreIgnored();
    void anUnusableTypeIsAnErrorOnlyWhenNeeded();
    void anotherShapeIsAnErrorWithBothShapes();
    void aMissingTensorIsNamed();
    void shardsAreFoundThroughTheirIndex();
    void aShardIsAPlainFileName_data();
    void aShardIsAPlainFileName();
    void anIndexThatIsNoneIsAnError_data();
    void anIndexThatIsNoneIsAnError();
    void aTensorMissingFromItsShardIsMissing();
    void aPipeInPlaceOfTheFileDoesNotBlock();
    void writingReplacingAndRemovingAreNoticed();

private:
    QString path(const QString &name = u"model.safetensors"_s) const { return m_dir->filePath(name); }
    Result<MappedWeights> open(Layout layout = Layout::HuggingFace) const
    {
        return Weights::open(m_dir->path(), layout).and_then(MappedWeights::map);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void SafetensorsTest::tensorsLieOnTheMapping()
{
    QVERIFY(write(path(), safetensors(goodHeader(), goodData())));
    const auto weights = open();
    QVERIFY2(weights, weights ? "" : qPrintable(weights.error().message.english()));
    const auto tensor = weights->tensor(u"a"_s, {2, 3});
    QVERIFY(tensor);
    QCOMPARE(tensor->type, TensorType::F32);
    QCOMPARE(tensor->bytes, 24);
    for (int i = 0; i < 6; ++i) {
        float value = -1;
        std::memcpy(&value, tensor->data + 4 * i, sizeof value);
        QCOMPARE(value, float(i));
    }
    QVERIFY(weights->tensor(u"b"_s, {2}));
    QCOMPARE(weights->paths(), QStringList{path()});
}

void SafetensorsTest::eachLayoutHasItsFileName()
{
    QVERIFY(write(path(u"open_clip_model.safetensors"_s), safetensors(goodHeader(), goodData())));
    QVERIFY(open(Layout::OpenClip));
    const auto missing = open(Layout::HuggingFace);
    QVERIFY(!missing);
    QVERIFY(missing.error().message.english().contains(u"model.safetensors"_s));
}

void SafetensorsTest::aBrokenFileIsAnErrorThatNamesIt_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto withTensor = [](const QByteArray &fields, int dataBytes = 8) {
        return safetensors("{\"a\":{" + fields + "}}", QByteArray(dataBytes, '\0'));
    };
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("seven bytes") << QByteArray(7, '\0');
    QTest::newRow("a header longer than the file") << QByteArray::fromHex("ff00000000000000") + "{}";
    QTest::newRow("a header of 2^64-1 bytes") << QByteArray(8, '\xff') + "{}";
    QTest::newRow("no JSON") << safetensors("{\"a\":", "");
    QTest::newRow("an array") << safetensors("[]", "");
    QTest::newRow("invalid UTF-8") << safetensors("{\"\xff\xfe\":{}}", "");
    QTest::newRow("deep nesting") << safetensors(QByteArray(100'000, '['), "");
    QTest::newRow("a tensor that is a number") << safetensors("{\"a\":1}", "");
    QTest::newRow("no dtype") << withTensor(R"("shape":[2],"data_offsets":[0,8])");
    QTest::newRow("dtype is a number") << withTensor(R"("dtype":32,"shape":[2],"data_offsets":[0,8])");
    QTest::newRow("no shape") << withTensor(R"("dtype":"F32","data_offsets":[0,8])");
    QTest::newRow("shape is a text") << withTensor(R"("dtype":"F32","shape":"2","data_offsets":[0,8])");
    QTest::newRow("a negative dimension") << withTensor(R"("dtype":"F32","shape":[-2],"data_offsets":[0,8])");
    QTest::newRow("half a dimension") << withTensor(R"("dtype":"F32","shape":[2.5],"data_offsets":[0,8])");
    QTest::newRow("a dimension of 1e300")
        << withTensor(R"("dtype":"F32","shape":[1e300],"data_offsets":[0,8])");
    QTest::newRow("a shape that overflows to 8 bytes")
        << withTensor(R"("dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8])");
    QTest::newRow("a shape that overflows with zero last")
        << withTensor(R"("dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,8])");
    QTest::newRow("too many dimensions")
        << withTensor(R"("dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8])");
    QTest::newRow("no offsets") << withTensor(R"("dtype":"F32","shape":[2])");
    QTest::newRow("one offset") << withTensor(R"("dtype":"F32","shape":[2],"data_offsets":[8])");
    QTest::newRow("three offsets") << withTensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,8,8])");
    QTest::newRow("a negative offset") << withTensor(R"("dtype":"F32","shape":[2],"data_offsets":[-8,0])");
    QTest::newRow("end before begin") << withTensor(R"("dtype":"F32","shape":[2],"data_offsets":[8,0])");
    QTest::newRow("beyond the file") << withTensor(R"("dtype":"F32","shape":[2],"data_offsets":[8,16])");
    QTest::newRow("an offset near 2^63") << withTensor(
        R"("dtype":"F32","shape":[2],"data_offsets":[9223372036854775800,9223372036854775807])");
    QTest::newRow("more bytes than the shape takes")
        << withTensor(R"("dtype":"F16","shape":[2],"data_offsets":[0,8])");
    QTest::newRow("overlapping") << safetensors(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                                R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
                                                QByteArray(12, '\0'));
}

void SafetensorsTest::aBrokenFileIsAnErrorThatNamesIt()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(write(path(), bytes));
    const auto weights = open();
    QVERIFY(!weights);
    QCOMPARE(weights.error().code, ErrorCode::ModelLoadFailed);
    QVERIFY2(weights.error().message.english().contains(u"model.safetensors"_s),
             qPrintable(weights.error().message.english()));
}

void SafetensorsTest::everyTruncationIsAnError()
{
    const QByteArray whole = safetensors(goodHeader(), goodData());
    for (qsizetype n = 0; n < whole.size(); ++n) {
        QVERIFY(write(path(), whole.first(n)));
        QVERIFY2(!open(), qPrintable(QString::number(n)));
    }
}

void SafetensorsTest::whatAFileHoldsIsDescribedAndNotQuoted()
{
    QVERIFY(write(path(),
                  safetensors(R"({"visual.proj":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}})", "")));
    const auto weights = open();
    QVERIFY(!weights);
    const QString message = weights.error().message.english();
    QVERIFY2(message.contains(u"entry of the header"_s) && !message.contains(u"visual"_s),
             qPrintable(message));
}

void SafetensorsTest::unneededTypesAreIgnored()
{
    const QByteArray header = R"({"ids":{"dtype":"I64","shape":[1,3],"data_offsets":[0,24]},)"
                              R"("new":{"dtype":"F4_E2M1","shape":[8],"data_offsets":[24,28]},)"
                              R"("a":{"dtype":"F16","shape":[2],"data_offsets":[28,32]}})";
    QVERIFY(write(path(), safetensors(header, QByteArray(32, '\0'))));
    const auto weights = open();
    QVERIFY2(weights, weights ? "" : qPrintable(weights.error().message.english()));
    QVERIFY(weights->tensor(u"a"_s, {2}));
}

void SafetensorsTest::anUnusableTypeIsAnErrorOnlyWhenNeeded()
{
    const QByteArray header = R"({"a":{"dtype":"I64","shape":[3],"data_offsets":[0,24]}})";
    QVERIFY(write(path(), safetensors(header, QByteArray(24, '\0'))));
    const auto weights = open();
    QVERIFY(weights);
    const auto tensor = weights->tensor(u"a"_s, {3});
    QVERIFY(!tensor);
    QVERIFY(tensor.error().message.english().contains(u"I64"_s) &&
            tensor.error().message.english().contains(u"“a”"_s));
}

void SafetensorsTest::anotherShapeIsAnErrorWithBothShapes()
{
    QVERIFY(write(path(), safetensors(goodHeader(), goodData())));
    const auto weights = open();
    QVERIFY(weights);
    for (const Shape &shape : {Shape{3, 2}, Shape{6}, Shape{2, 3, 1}, Shape{}}) {
        const auto tensor = weights->tensor(u"a"_s, shape);
        QVERIFY(!tensor);
        QVERIFY(tensor.error().message.english().contains(u"[2, 3]"_s) &&
                tensor.error().message.english().contains(shapeText(shape)));
    }
}

void SafetensorsTest::aMissingTensorIsNamed()
{
    QVERIFY(write(path(), safetensors(goodHeader(), goodData())));
    const auto weights = open();
    QVERIFY(weights);
    const auto tensor = weights->tensor(u"c"_s, {1});
    QVERIFY(!tensor);
    QVERIFY(tensor.error().message.english().contains(u"“c”"_s) &&
            tensor.error().message.english().contains(u"model.safetensors"_s));
}

void SafetensorsTest::shardsAreFoundThroughTheirIndex()
{
    const QByteArray first = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    const QByteArray second = R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    QVERIFY(write(path(u"model-00001-of-00002.safetensors"_s), safetensors(first, "abcd")));
    QVERIFY(write(path(u"model-00002-of-00002.safetensors"_s), safetensors(second, "efgh")));
    QVERIFY(write(
        path(u"model.safetensors.index.json"_s),
        R"({"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}})"));
    const auto weights = open();
    QVERIFY2(weights, weights ? "" : qPrintable(weights.error().message.english()));
    const auto b = weights->tensor(u"b"_s, {1});
    QVERIFY(b);
    QCOMPARE(std::memcmp(b->data, "efgh", 4), 0);
    QCOMPARE(weights->paths().size(), 2);
}

void SafetensorsTest::aShardIsAPlainFileName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("a path upwards") << u"../model.safetensors"_s;
    QTest::newRow("an absolute path") << u"/etc/x.safetensors"_s;
    QTest::newRow("a folder") << u"a/b.safetensors"_s;
    QTest::newRow("two dots") << u".."_s;
    QTest::newRow("hidden") << u".x.safetensors"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("no safetensors") << u"passwd"_s;
    QTest::newRow("a NUL") << u"a\\u0000.safetensors"_s;
}

void SafetensorsTest::aShardIsAPlainFileName()
{
    QFETCH(QString, name);
    QVERIFY(
        write(path(u"model.safetensors.index.json"_s), "{\"weight_map\":{\"a\":\"" + name.toUtf8() + "\"}}"));
    const auto weights = open();
    QVERIFY(!weights);
    QVERIFY2(weights.error().message.english().contains(u"plain"_s),
             qPrintable(weights.error().message.english()));
}

void SafetensorsTest::anIndexThatIsNoneIsAnError_data()
{
    QTest::addColumn<QByteArray>("index");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("no map") << QByteArray("{}");
    QTest::newRow("a map that is an array") << QByteArray(R"({"weight_map":[]})");
    QTest::newRow("a file that is a number") << QByteArray(R"({"weight_map":{"a":1}})");
    QTest::newRow("a file that does not exist") << QByteArray(R"({"weight_map":{"a":"x.safetensors"}})");
}

void SafetensorsTest::anIndexThatIsNoneIsAnError()
{
    QFETCH(QByteArray, index);
    QVERIFY(write(path(u"model.safetensors.index.json"_s), index));
    QVERIFY(!open());
}

void SafetensorsTest::aTensorMissingFromItsShardIsMissing()
{
    QVERIFY(write(path(u"x.safetensors"_s), safetensors(goodHeader(), goodData())));
    QVERIFY(write(path(u"model.safetensors.index.json"_s), R"({"weight_map":{"z":"x.safetensors"}})"));
    const auto weights = open();
    QVERIFY(weights);
    QVERIFY(!weights->tensor(u"z"_s, {1}));
    QVERIFY(!weights->tensor(u"a"_s, {2, 3})); // the index does not name it
}

void SafetensorsTest::aPipeInPlaceOfTheFileDoesNotBlock()
{
    QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
    QVERIFY(!open());
}

void SafetensorsTest::writingReplacingAndRemovingAreNoticed()
{
    const QByteArray bytes = safetensors(goodHeader(), goodData());
    const auto fresh = [&]() -> std::shared_ptr<MappedFile> {
        QFile::remove(path());
        if (!write(path(), bytes))
            return nullptr;
        return MappedFile::map({path(), identityOf(path()).value_or(FileIdentity())}).value_or(nullptr);
    };
    auto file = fresh();
    QVERIFY(file && !file->changed());
    QVERIFY(QFile::resize(path(), bytes.size() - 1));
    QVERIFY(file->changed());

    file = fresh();
    QVERIFY(file && QFile::remove(path()));
    QVERIFY(file->changed());

    file = fresh();
    QVERIFY(file && QFile::rename(path(), path(u"old"_s)) && QFile::copy(path(u"old"_s), path()));
    QVERIFY(file->changed());

    file = fresh();
    QFile touched(path());
    QVERIFY(touched.open(QIODevice::ReadWrite));
    QVERIFY(touched.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000), QFileDevice::FileModificationTime));
    QVERIFY(file && file->changed());
}

MODELDECK_TEST(SafetensorsTest)
#include "safetensors_test.moc"
