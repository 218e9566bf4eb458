// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/clip_model.h"
#include "tests/inference/model_fixture.h"
#include "tests/support/test_program.h"

#include <QJsonArray>
#include <QTemporaryDir>

using namespace modeldeck;
using namespace modeldeck::inference;
using namespace Qt::StringLiterals;

namespace {

// As in tests/data/golden/make_golden.py.
std::vector<float> arithmeticPixels(int size)
{
    std::vector<float> pixels(std::size_t(3) * size * size);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = float(double(quint32(i * 2654435761ULL) >> 8) / (1 << 22) - 2);
    return pixels;
}

std::vector<std::vector<qint64>> arithmeticIds(qint64 vocabulary)
{
    const qint64 start = vocabulary - 2, end = vocabulary - 1;
    std::vector<qint64> longer{start};
    for (qint64 i = 0; i < 30; ++i)
        longer.push_back((37 * i + 11) % start);
    longer.push_back(end);
    return {{start, 5, 17, 300, end}, longer};
}

Result<std::unique_ptr<ClipModel>> loadModel(const LoadOptions &options)
{
    ClipFiles files;
    if (const auto read = files.read(options.modelDir, options.layout); !read)
        return tl::unexpected(read.error());
    return ClipModel::load(options, files);
}

QString message(const auto &expected)
{
    return expected ? QString() : expected.error().message.english();
}

} // namespace

class ClipModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void float32VectorsAreThoseOfTheReferenceLibrary_data() { everyGoldenModel(); }
    void float32VectorsAreThoseOfTheReferenceLibrary();
    void bfloat16VectorsPointWhereTheReferenceLibrarysDo_data() { everyGoldenModel(); }
    void bfloat16VectorsPointWhereTheReferenceLibrarysDo();
    void weightsStoredInBfloat16GiveTheSameDirections();
    void aTextsVectorDoesNotDependOnItsCompany();
    void normalizedVectorsHaveLengthOne();
    void twoLoadsGiveTheSameBits();
    void aTokenOutsideTheVocabularyIsAnError();
    void float16OnTheCpuIsRefused();
    void cudaIsRefusedWhereThereIsNone();
    void factsSayWhatWasLoaded();

private:
    void everyGoldenModel();
    std::unique_ptr<ClipModel> load(const QString &variant, const QString &layout, TypeChoice type,
                                    const QString &dtype = u"f32"_s);

    QTemporaryDir m_dir;
    QJsonArray m_golden;
};

void ClipModelTest::initTestCase()
{
    m_golden = fixture::golden().value(u"models"_s).toArray();
    QVERIFY(m_golden.size() >= 8);
}

void ClipModelTest::everyGoldenModel()
{
    QTest::addColumn<int>("index");
    for (qsizetype i = 0; i < m_golden.size(); ++i) {
        const QString name = m_golden[i].toObject().value(u"variant"_s).toString() + u' ' +
                             m_golden[i].toObject().value(u"layout"_s).toString();
        QTest::newRow(qPrintable(name)) << int(i);
    }
}

std::unique_ptr<ClipModel> ClipModelTest::load(const QString &variant, const QString &layout, TypeChoice type,
                                               const QString &dtype)
{
    LoadOptions options;
    options.modelDir = fixture::writeTinyModel(m_dir.filePath(layout + dtype), variant, layout, dtype);
    options.layout = layout == u"hf"_s ? Layout::HuggingFace : Layout::OpenClip;
    options.device = DeviceChoice::Cpu;
    options.type = type;
    auto model = loadModel(options);
    if (!model)
        qWarning("%s", qPrintable(model.error().message.english()));
    return model ? std::move(*model) : nullptr;
}

void ClipModelTest::float32VectorsAreThoseOfTheReferenceLibrary()
{
    QFETCH(int, index);
    const QJsonObject golden = m_golden[index].toObject();
    const auto model = load(golden.value(u"variant"_s).toString(), golden.value(u"layout"_s).toString(),
                            TypeChoice::Float32);
    QVERIFY(model);
    const QJsonObject tower = golden.value(u"tower"_s).toObject();
    const int dimension = model->config().dimension;

    const auto image = model->embedImages(arithmeticPixels(model->config().imageSize), false);
    QVERIFY2(image, qPrintable(message(image)));
    const double imageError =
        fixture::maxDifference(*image, fixture::floats(tower.value(u"images"_s).toArray().at(0)));
    QVERIFY2(imageError <= 1e-5, qPrintable(QString::number(imageError)));

    const auto texts = model->embedTexts(arithmeticIds(model->config().vocabularySize), false);
    QVERIFY2(texts, qPrintable(message(texts)));
    for (int i = 0; i < 2; ++i) {
        const double error = fixture::maxDifference(fixture::row(*texts, dimension, i),
                                                    fixture::floats(tower.value(u"texts"_s).toArray().at(i)));
        QVERIFY2(error <= 1e-5, qPrintable(QString::number(error)));
    }
}

void ClipModelTest::bfloat16VectorsPointWhereTheReferenceLibrarysDo()
{
    QFETCH(int, index);
    const QJsonObject golden = m_golden[index].toObject();
    const auto model = load(golden.value(u"variant"_s).toString(), golden.value(u"layout"_s).toString(),
                            TypeChoice::BFloat16);
    QVERIFY(model);
    const QJsonObject tower = golden.value(u"tower"_s).toObject();
    const auto image = model->embedImages(arithmeticPixels(model->config().imageSize), true);
    QVERIFY2(image, qPrintable(message(image)));
    const double likeness =
        fixture::cosine(*image, fixture::floats(tower.value(u"images"_s).toArray().at(0)));
    QVERIFY2(likeness >= 0.999, qPrintable(QString::number(likeness, 'g', 9)));
    const auto texts = model->embedTexts(arithmeticIds(model->config().vocabularySize), true);
    QVERIFY2(texts, qPrintable(message(texts)));
    for (int i = 0; i < 2; ++i) {
        const double textLikeness = fixture::cosine(fixture::row(*texts, model->config().dimension, i),
                                                    fixture::floats(tower.value(u"texts"_s).toArray().at(i)));
        QVERIFY2(textLikeness >= 0.999, qPrintable(QString::number(textLikeness, 'g', 9)));
    }
}

void ClipModelTest::weightsStoredInBfloat16GiveTheSameDirections()
{
    const auto exact = load(u"ViT-B-32/openai"_s, u"hf"_s, TypeChoice::Float32);
    QVERIFY(exact);
    const auto pixels = arithmeticPixels(224);
    const auto expected = exact->embedImages(pixels, true);
    QVERIFY(expected);
    for (const QString &stored : {u"f16"_s, u"bf16"_s}) {
        for (const TypeChoice type : {TypeChoice::Float32, TypeChoice::BFloat16}) {
            const auto model = load(u"ViT-B-32/openai"_s, u"hf"_s, type, stored);
            QVERIFY(model);
            const auto vector = model->embedImages(pixels, true);
            QVERIFY2(vector, qPrintable(message(vector)));
            QVERIFY(fixture::cosine(*vector, *expected) >= 0.999);
        }
    }
}

void ClipModelTest::aTextsVectorDoesNotDependOnItsCompany()
{
    const auto model = load(u"ViT-B-32/laion2b_s34b_b79k"_s, u"open_clip"_s, TypeChoice::Float32);
    QVERIFY(model);
    const auto ids = arithmeticIds(model->config().vocabularySize);
    const auto together = model->embedTexts(ids, true);
    const auto alone = model->embedTexts(std::span(ids).first(1), true);
    QVERIFY(together && alone);
    QVERIFY(fixture::maxDifference(fixture::row(*together, model->config().dimension, 0), *alone) <= 1e-6);
}

void ClipModelTest::normalizedVectorsHaveLengthOne()
{
    const auto model = load(u"ViT-B-32/openai"_s, u"hf"_s, TypeChoice::Auto);
    QVERIFY(model);
    const auto vector = model->embedImages(arithmeticPixels(224), true);
    QVERIFY(vector);
    double squares = 0;
    for (const float v : *vector)
        squares += double(v) * v;
    QVERIFY(std::abs(squares - 1) < 1e-5);
}

void ClipModelTest::twoLoadsGiveTheSameBits()
{
    const auto first = load(u"ViT-B-32/openai"_s, u"hf"_s, TypeChoice::Auto);
    const auto second = load(u"ViT-B-32/openai"_s, u"hf"_s, TypeChoice::Auto);
    QVERIFY(first && second);
    const auto a = first->embedImages(arithmeticPixels(224), true);
    const auto b = second->embedImages(arithmeticPixels(224), true);
    QVERIFY(a && b);
    QCOMPARE(*a, *b);
}

void ClipModelTest::aTokenOutsideTheVocabularyIsAnError()
{
    const auto model = load(u"ViT-B-32/openai"_s, u"open_clip"_s, TypeChoice::Float32);
    QVERIFY(model);
    const auto end = qint64(model->config().vocabularySize) - 1;
    const std::vector<std::vector<qint64>> ids{{end - 1, end}, {end - 1, end + 1}};
    const auto vectors = model->embedTexts(ids, true);
    QVERIFY(!vectors);
    QCOMPARE(vectors.error().index, std::optional(1));
}

void ClipModelTest::float16OnTheCpuIsRefused()
{
    LoadOptions options;
    options.modelDir = fixture::writeTinyModel(m_dir.path(), u"ViT-B-32/openai"_s, u"hf"_s);
    options.device = DeviceChoice::Cpu;
    options.type = TypeChoice::Float16;
    const auto model = loadModel(options);
    QVERIFY(!model);
    QVERIFY(model.error().message.english().contains(u"float16"_s));
}

void ClipModelTest::cudaIsRefusedWhereThereIsNone()
{
    if (cudaAvailable())
        QSKIP("there is one");
    LoadOptions options;
    options.modelDir = fixture::writeTinyModel(m_dir.path(), u"ViT-B-32/openai"_s, u"hf"_s);
    options.device = DeviceChoice::Cuda;
    const auto model = loadModel(options);
    QVERIFY(!model);
    QVERIFY(model.error().message.english().contains(u"CUDA"_s));
}

void ClipModelTest::factsSayWhatWasLoaded()
{
    const auto model = load(u"ViT-B-32/openai"_s, u"open_clip"_s, TypeChoice::Float32);
    QVERIFY(model);
    QCOMPARE(model->facts().device, u"cpu"_s);
    QCOMPARE(model->facts().dtype, u"float32"_s);
    QCOMPARE(model->facts().weightFiles.size(), 1);
    QVERIFY(model->facts().parameters > 1'400'000 && model->facts().parameters < 1'500'000);
    QVERIFY(!model->weightsChanged());
}

MODELDECK_TEST(ClipModelTest)
#include "clip_model_test.moc"
