// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/image_preprocess.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <cmath>

using namespace modeldeck;
using namespace modeldeck::inference;
using namespace Qt::StringLiterals;

namespace {

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray image(const QString &name)
{
    return read(QStringLiteral(MODELDECK_GOLDEN) + u"/images/"_s + name);
}

QJsonObject golden()
{
    return QJsonDocument::fromJson(read(QStringLiteral(MODELDECK_GOLDEN) + u"/pixels.json"_s)).object();
}

PreprocessConfig clipConfig(Layout layout, int side)
{
    return PreprocessConfig::load(u"/nonexistent"_s, layout, side).value();
}

// Normalised values of the grey levels in `bytes`.
std::vector<float> normalised(const QByteArray &bytes, const PreprocessConfig &config)
{
    std::vector<float> values;
    const qsizetype plane = bytes.size() / 3;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const auto channel = size_t(i / plane);
        values.push_back(
            float((quint8(bytes[i]) / 255.0 - config.mean[channel]) / config.deviation[channel]));
    }
    return values;
}

double cosine(const std::vector<float> &a, const std::vector<float> &b)
{
    double product = 0;
    double aa = 0;
    double bb = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        product += double(a[i]) * double(b[i]);
        aa += double(a[i]) * double(a[i]);
        bb += double(b[i]) * double(b[i]);
    }
    return product / std::sqrt(aa * bb);
}

double largestDifference(const std::vector<float> &a, const std::vector<float> &b)
{
    double largest = 0;
    for (size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::fabs(double(a[i]) - double(b[i])));
    return largest;
}

} // namespace

class ImagePreprocessTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    // As transformers 5 saves it, beside no other file.
    Result<PreprocessConfig> processorFrom(const QByteArray &json)
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"processor_config.json"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
            qFatal("cannot write the configuration");
        file.close();
        return PreprocessConfig::load(folder.path(), Layout::HuggingFace, 224);
    }

    Result<PreprocessConfig> configFrom(const QByteArray &json, Layout layout, int side = 224)
    {
        QFile file(m_folder.filePath(layout == Layout::OpenClip ? u"open_clip_config.json"_s
                                                                : u"preprocessor_config.json"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
            qFatal("cannot write the configuration");
        file.close();
        return PreprocessConfig::load(m_folder.path(), layout, side);
    }

private Q_SLOTS:
    void pixelsEqualThoseOfBothLibraries_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("hf");
        QTest::addColumn<QByteArray>("openClip");
        const QJsonArray images = golden()[u"images"_s].toArray();
        QVERIFY(images.size() > 30);
        for (const QJsonValue &entry : images) {
            const QString file = entry[u"file"_s].toString();
            const auto bytes = [&entry](const QString &key) {
                return QByteArray::fromBase64(entry[key].toString().toLatin1());
            };
            QTest::newRow(qPrintable(file)) << file << bytes(u"hf"_s) << bytes(u"open_clip"_s);
        }
    }

    void pixelsEqualThoseOfBothLibraries()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, hf);
        QFETCH(QByteArray, openClip);
        const int side = golden()[u"side"_s].toInt();
        const bool lossy = file.endsWith(u".jpg"_s) || file == u"plain.webp"_s;
        for (const auto &[layout, expected] :
             {std::pair(Layout::HuggingFace, hf), std::pair(Layout::OpenClip, openClip)}) {
            const PreprocessConfig config = clipConfig(layout, side);
            QCOMPARE(expected.size(), qsizetype(3 * side * side));
            const auto result = preprocessImage(image(file), config);
            QVERIFY2(result, result ? "" : qPrintable(result.error().message.english()));
            const std::vector<float> wanted = normalised(expected, config);
            QVERIFY2(cosine(*result, wanted) >= 0.9999,
                     qPrintable(QString::number(cosine(*result, wanted), 'f', 6)));
            if (!lossy) // one grey level, which is about 0.0151 after the division by the smallest deviation
                QVERIFY2(largestDifference(*result, wanted) <= 1.01 / 255 / 0.2613,
                         qPrintable(QString::number(largestDifference(*result, wanted))));
        }
    }

    void normalisationIsThatOfTransformers()
    {
        const int side = golden()[u"side"_s].toInt();
        const QJsonArray expected = golden()[u"first_normalised_of_rgb_24x24"_s].toArray();
        QCOMPARE(expected.size(), 24);
        const auto result =
            preprocessImage(image(u"rgb_24x24.png"_s), clipConfig(Layout::HuggingFace, side)).value();
        for (int i = 0; i < 24; ++i) {
            const float value = result[size_t(i / 8 * side * side + i % 8)];
            QVERIFY(std::fabs(double(value) - expected[i].toDouble()) < 2e-6);
        }
    }

    void aTruncatedFileIsAnError_data()
    {
        QTest::addColumn<QByteArray>("file");
        for (const char *name : {"rgb_51x37.png", "plain.jpg", "progressive.jpg", "plain.gif", "plain.bmp",
                                 "palette.bmp", "plain.webp", "lossless.webp", "plain.tif"}) {
            const QByteArray file = image(QString::fromLatin1(name));
            for (const qsizetype kept :
                 {file.size() / 4, file.size() / 2, file.size() * 9 / 10, file.size() - 2})
                QTest::addRow("%s, %d bytes", name, int(kept)) << file.first(kept);
        }
    }

    void aTruncatedFileIsAnError()
    {
        QFETCH(QByteArray, file);
        const auto result = preprocessImage(file, clipConfig(Layout::HuggingFace, 224));
        QVERIFY(!result);
        QCOMPARE(QByteArray(errorName(result.error().code)), QByteArray("invalid_image"));
    }

    // The same picture under the older header of OS/2, whose width and height have 16 bits.
    void bitmapsOfOs2AreRead()
    {
        const QByteArray modern = image(u"plain.bmp"_s);
        const QByteArray header = modern.first(10) + QByteArray("\x1a\0\0\0\x0c\0\0\0", 8) +
                                  modern.mid(18, 2) + modern.mid(22, 2) + modern.mid(26, 4);
        const QByteArray old = header + modern.mid(54);
        const PreprocessConfig config = clipConfig(Layout::HuggingFace, 24);
        const auto result = preprocessImage(old, config);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message.english()));
        QCOMPARE(*result, preprocessImage(modern, config).value());
        QVERIFY(!preprocessImage(old.chopped(1), config));
    }

    void whatIsNoKnownImageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("SVG") << QByteArray(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
        QTest::newRow("SVG behind XML")
            << QByteArray("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        QTest::newRow("PDF") << QByteArray("%PDF-1.7\n");
        QTest::newRow("icon") << QByteArray("\0\0\1\0\1\0", 6) + QByteArray(64, '\1');
        QTest::newRow("XPM") << QByteArray(
            "/* XPM */\nstatic char *x[] = {\"1 1 1 1\", \"a c #fff\", \"a\"};");
        QTest::newRow("PBM") << QByteArray("P1\n1 1\n1\n");
        QTest::newRow("only a signature") << QByteArray("\x89PNG\r\n\x1a\n");
        QTest::newRow("BMP without a header") << QByteArray("BM");
        QTest::newRow("RIFF of sound") << QByteArray("RIFF\x10\0\0\0WAVEfmt ", 16);
    }

    void whatIsNoKnownImageIsRefused()
    {
        QFETCH(QByteArray, file);
        const auto result = preprocessImage(file, clipConfig(Layout::HuggingFace, 224));
        QVERIFY(!result);
        QCOMPARE(QByteArray(errorName(result.error().code)), QByteArray("invalid_image"));
        QVERIFY(!result.error().message.english().isEmpty());
    }

    void tooManyPixelsAreRefusedBeforeDecoding()
    {
        const auto small =
            preprocessImage(image(u"rgb_51x37.png"_s), clipConfig(Layout::HuggingFace, 224), 51 * 37 - 1);
        QVERIFY(!small);
        QCOMPARE(QByteArray(errorName(small.error().code)), QByteArray("payload_too_large"));
        QVERIFY2(small.error().message.english().contains(u"51 × 37"_s),
                 qPrintable(small.error().message.english()));
        QVERIFY(preprocessImage(image(u"rgb_51x37.png"_s), clipConfig(Layout::HuggingFace, 224), 51 * 37));

        // A header that claims 16,000 × 16,000 pixels, with no data behind it worth decoding.
        QByteArray bomb = image(u"plain.bmp"_s);
        bomb.replace(18, 8, QByteArray("\x80\x3e\0\0\x80\x3e\0\0", 8));
        const auto large = preprocessImage(bomb, clipConfig(Layout::HuggingFace, 224));
        QVERIFY(!large);
        QCOMPARE(QByteArray(errorName(large.error().code)), QByteArray("payload_too_large"));
    }

    void theScreenOfAGifCountsNotItsFirstFrameAlone()
    {
        QByteArray bomb = image(u"plain.gif"_s);
        bomb.replace(6, 4, QByteArray("\x80\x3e\x80\x3e", 4)); // a screen of 16,000 × 16,000
        const auto result = preprocessImage(bomb, clipConfig(Layout::HuggingFace, 224));
        QVERIFY(!result);
        QCOMPARE(QByteArray(errorName(result.error().code)), QByteArray("payload_too_large"));
        QVERIFY2(result.error().message.english().contains(u"16000 × 16000"_s),
                 qPrintable(result.error().message.english()));
    }

    void aPngTooLongForItsDecoderIsSaidSo()
    {
        // 50,000,000 × 1, grey, without its data.
        const QByteArray file =
            QByteArray::fromHex("89504e470d0a1a0a0000000d4948445202faf080000000010800000000749c2d38");
        const auto result = preprocessImage(file, clipConfig(Layout::HuggingFace, 224));
        QVERIFY(!result);
        QCOMPARE(QByteArray(errorName(result.error().code)), QByteArray("payload_too_large"));
        QVERIFY2(result.error().message.english().contains(u"1000000"_s),
                 qPrintable(result.error().message.english()));
    }

    void damagedFilesNeverCrash()
    {
        QLoggingCategory::setFilterRules(u"qt.gui.imageio*=false"_s); // the decoders complain about each
        for (const QString &name :
             QDir(QStringLiteral(MODELDECK_GOLDEN) + u"/images"_s).entryList(QDir::Files)) {
            const QByteArray file = image(name);
            for (int i = 0; i < 40; ++i) {
                QByteArray damaged = file;
                for (int j = 0; j < 3; ++j)
                    damaged[(i * 7919 + j * 104729) % damaged.size()] = char(i * 31 + j * 57);
                if (const auto result = preprocessImage(damaged, clipConfig(Layout::OpenClip, 24), 1'000'000))
                    QCOMPARE(result->size(), size_t(3 * 24 * 24));
            }
        }
    }

    void configurationsOfTransformersAreRead()
    {
        const auto config = configFrom(R"({"size": {"shortest_edge": 240}, "crop_size": 224, "resample": 2,
            "image_mean": [0.5, 0.4, 0.3], "image_std": [0.2, 0.3, 0.4], "rescale_factor": 0.01})",
                                       Layout::HuggingFace);
        QVERIFY2(config, config ? "" : qPrintable(config.error().message.english()));
        QCOMPARE(config->resizeHeight, 240);
        QCOMPARE(config->outputSize, 224);
        QCOMPARE(config->resize, PreprocessConfig::Resize::ShortestEdge);
        QCOMPARE(config->filter, Filter::Bilinear);
        QCOMPARE(config->scale, 0.01);
        QCOMPARE(config->mean[2], 0.3);
        QCOMPARE(config->deviation[0], 0.2);

        const auto old =
            configFrom(R"({"size": 224, "crop_size": 224, "do_normalize": false, "do_rescale": false})",
                       Layout::HuggingFace);
        QVERIFY(old);
        QCOMPARE(old->resize, PreprocessConfig::Resize::ShortestEdge);
        QCOMPARE(old->scale, 1.0);
        QCOMPARE(old->deviation[1], 1.0);

        const auto exact = configFrom(R"({"size": {"height": 224, "width": 224}, "do_center_crop": false})",
                                      Layout::HuggingFace);
        QVERIFY(exact);
        QCOMPARE(exact->resize, PreprocessConfig::Resize::Exact);
    }

    void configurationsOfWholeProcessorsAreRead()
    {
        const auto config = processorFrom(R"({"processor_class": "CLIPProcessor", "image_processor": {
            "size": {"shortest_edge": 240}, "crop_size": {"height": 224, "width": 224},
            "image_mean": [0.5, 0.4, 0.3], "image_std": [0.2, 0.3, 0.4], "resample": 2}})");
        QVERIFY2(config, config ? "" : qPrintable(config.error().message.english()));
        QCOMPARE(config->resizeHeight, 240);
        QCOMPARE(config->mean[2], 0.3);
        QCOMPARE(config->deviation[0], 0.2);
        QCOMPARE(config->filter, Filter::Bilinear);
        QVERIFY(!config->assumed);

        const auto wrong = processorFrom(R"({"image_processor": {"size": "224"}})");
        QVERIFY(!wrong);
        const QString message = wrong.error().message.english();
        QVERIFY2(message.contains(u"processor_config.json"_s) && message.contains(u"size"_s),
                 qPrintable(message));
    }

    void sizesMayBeLists()
    {
        const auto config =
            configFrom(R"({"size": [256, 240], "crop_size": [224, 224]})", Layout::HuggingFace);
        QVERIFY2(config, config ? "" : qPrintable(config.error().message.english()));
        QCOMPARE(config->resize, PreprocessConfig::Resize::Exact);
        QCOMPARE(config->resizeHeight, 256);
        QCOMPARE(config->resizeWidth, 240);
        QCOMPARE(configFrom(R"({"size": [224]})", Layout::HuggingFace)->resizeWidth, 224);
        for (const char *json : {R"({"size": []})", R"({"size": [1, 2, 3]})", R"({"crop_size": [224, 336]})"})
            QVERIFY2(!configFrom(json, Layout::HuggingFace), json);
    }

    void whatIsAssumedIsSaid()
    {
        QTemporaryDir empty;
        for (const Layout layout : {Layout::HuggingFace, Layout::OpenClip}) {
            const Text assumed = PreprocessConfig::load(empty.path(), layout, 336)->assumption();
            QVERIFY2(assumed.english().contains(u"336 × 336"_s), qPrintable(assumed.english()));
        }
        QVERIFY(processorFrom("{}")->assumed);
        QVERIFY(configFrom("{}", Layout::OpenClip)->assumed);
        QVERIFY(!configFrom(R"({"preprocess_cfg": {}})", Layout::OpenClip)->assumed);
        QVERIFY(!configFrom("{}", Layout::HuggingFace)->assumed);
        QVERIFY(configFrom("{}", Layout::HuggingFace)->assumption().isEmpty());
    }

    void configurationsOfOpenClipAreRead()
    {
        const auto config =
            configFrom(R"({"preprocess_cfg": {"size": 999, "mean": [0.5, 0.5, 0.5], "std": [0.2, 0.2, 0.2],
            "interpolation": "bilinear", "resize_mode": "longest", "fill_color": 9}})",
                       Layout::OpenClip);
        QVERIFY2(config, config ? "" : qPrintable(config.error().message.english()));
        QCOMPARE(config->outputSize, 224); // the model's own, as OpenCLIP does it
        QCOMPARE(config->resize, PreprocessConfig::Resize::LongestEdge);
        QCOMPARE(config->filter, Filter::Bilinear);
        QCOMPARE(config->fill, 9);
        QCOMPARE(config->mean[0], 0.5);
    }

    void wrongConfigurationsNameFileAndKey_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("layout");
        QTest::addColumn<QString>("key");
        const auto hf = [](const char *json, const QString &key) {
            QTest::newRow(json) << QByteArray(json) << int(Layout::HuggingFace) << key;
        };
        hf(R"({"size": "224"})", u"size"_s);
        hf(R"({"size": {"shortest_edge": 0}})", u"size"_s);
        hf(R"({"size": {"shortest_edge": 1e9}})", u"size"_s);
        hf(R"({"size": {"shortest_edge": 224, "longest_edge": 300}})", u"size"_s);
        hf(R"({"crop_size": 336})", u"crop_size"_s);
        hf(R"({"crop_size": {"height": 224}})", u"crop_size"_s);
        hf(R"({"do_resize": 1})", u"do_resize"_s);
        hf(R"({"do_center_crop": false})", u"do_center_crop"_s);
        hf(R"({"resample": 0})", u"resample"_s);
        hf(R"({"resample": "bicubic"})", u"resample"_s);
        hf(R"({"rescale_factor": -1})", u"rescale_factor"_s);
        hf(R"({"image_mean": [0.5, 0.5]})", u"image_mean"_s);
        hf(R"({"image_mean": [0.5, 0.5, null]})", u"image_mean"_s);
        hf(R"({"image_std": [0.5, 0, 0.5]})", u"image_std"_s);
        hf("[]", u"object"_s);
        const auto openClip = [](const char *json, const QString &key) {
            QTest::newRow(json) << QByteArray(json) << int(Layout::OpenClip) << key;
        };
        openClip(R"({"preprocess_cfg": 5})", u"preprocess_cfg"_s);
        openClip(R"({"preprocess_cfg": {"interpolation": "lanczos"}})", u"interpolation"_s);
        openClip(R"({"preprocess_cfg": {"resize_mode": 1}})", u"resize_mode"_s);
        openClip(R"({"preprocess_cfg": {"std": [0, 0, 0]}})", u"std"_s);
        openClip(R"({"preprocess_cfg": {"fill_color": 256}})", u"fill_color"_s);
    }

    void wrongConfigurationsNameFileAndKey()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, layout);
        QFETCH(QString, key);
        const auto config = configFrom(json, Layout(layout));
        QVERIFY(!config);
        QCOMPARE(config.error().code, ErrorCode::ModelLoadFailed);
        const QString message = config.error().message.english();
        QVERIFY2(message.contains(u"config.json"_s) && message.contains(key), qPrintable(message));
    }

    void aShapeThatDoesNotFitIsFilled()
    {
        PreprocessConfig config = clipConfig(Layout::OpenClip, 24);
        config.resize = PreprocessConfig::Resize::LongestEdge;
        config.mean = {0, 0, 0};
        config.deviation = {1, 1, 1};
        config.scale = 1;
        config.fill = 200;
        const auto wide = preprocessImage(image(u"rgb_51x37.png"_s), config).value(); // becomes 24 × 17
        QCOMPARE(wide.front(), 200.0f);
        QCOMPARE(wide[2 * 24], 200.0f);
        QVERIFY(wide[3 * 24] != 200.0f);
        QVERIFY(wide[19 * 24] != 200.0f);
        QCOMPARE(wide[20 * 24], 200.0f);

        config.layout = Layout::HuggingFace;
        config.resize = PreprocessConfig::Resize::None;
        config.fill = 0;
        const auto dot = preprocessImage(image(u"rgb_1x1.png"_s), config).value();
        QCOMPARE(std::count_if(dot.begin(), dot.begin() + 24 * 24, [](float v) { return v != 0; }) <= 1,
                 true);
    }
};

MODELDECK_TEST(ImagePreprocessTest)
#include "image_preprocess_test.moc"
