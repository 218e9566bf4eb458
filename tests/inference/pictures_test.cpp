// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/decoder_pool.h"
#include "engine/inference/image_decode.h"
#include "engine/inference/image_preprocess.h"
#include "engine/inference/pictures/picture.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace modeldeck;
using namespace modeldeck::inference;
using namespace Qt::StringLiterals;

namespace {

// What make_pictures_golden.py made, and the pixels that Pillow reads in it.
QJsonArray golden()
{
    QFile file(QStringLiteral(MODELDECK_GOLDEN) + u"/pictures.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

QByteArray bytesOf(const QJsonValue &entry, const QString &key)
{
    return QByteArray::fromBase64(entry[key].toString().toLatin1());
}

QByteArray fileOf(const QString &name)
{
    for (const QJsonValue entry : golden()) {
        if (entry[u"name"_s].toString() == name)
            return bytesOf(entry, u"file"_s);
    }
    return {};
}

bool isBuiltIn(const QString &name)
{
    return std::ranges::any_of(formats(), [&](const Format &format) {
        const auto known = QString::fromLatin1(format.name);
        return name == known || name.startsWith(known + u' ') || name.startsWith(known + u',') ||
               name == u"BigTIFF"_s;
    });
}

QByteArray pixelsOf(const RgbImage &image)
{
    QByteArray bytes;
    for (int y = 0; y < image.height(); ++y)
        bytes.append(reinterpret_cast<const char *>(image.row(y)), 3 * image.width());
    return bytes;
}

int largestDifference(const QByteArray &a, const QByteArray &b)
{
    int largest = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(quint8(a[i]) - quint8(b[i])));
    return largest;
}

QByteArray errorOf(const Result<RgbImage> &image)
{
    return image ? QByteArray("(it was read)") : QByteArray(errorName(image.error().code));
}

QByteArray bigEndian(quint32 number)
{
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += char(number >> shift);
    return bytes;
}

} // namespace

class PicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pixelsAreThoseOfPillow_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QByteArray>("pixels");
        QTest::addColumn<int>("tolerance");
        QVERIFY(golden().size() > 90);
        for (const QJsonValue entry : golden()) {
            const QString name = entry[u"name"_s].toString();
            if (isBuiltIn(name))
                QTest::newRow(qPrintable(name))
                    << bytesOf(entry, u"file"_s)
                    << QSize(entry[u"width"_s].toInt(), entry[u"height"_s].toInt())
                    << bytesOf(entry, u"pixels"_s) << entry[u"tolerance"_s].toInt();
        }
    }

    void pixelsAreThoseOfPillow()
    {
        QFETCH(QByteArray, file);
        QFETCH(QSize, size);
        QFETCH(QByteArray, pixels);
        QFETCH(int, tolerance);
        const auto image = decodeImage(file, 1'000'000);
        QVERIFY2(image, image ? "" : qPrintable(image.error().message.english()));
        QCOMPARE(image->size(), size);
        const int difference = largestDifference(pixelsOf(*image), pixels);
        QVERIFY2(difference <= tolerance, qPrintable(u"differs by %1"_s.arg(difference)));
    }

    void tooManyPixelsAreRefusedByEachFormat_data() { pixelsAreThoseOfPillow_data(); }

    void tooManyPixelsAreRefusedByEachFormat()
    {
        QFETCH(QByteArray, file);
        QFETCH(QSize, size);
        bool announced = false;
        const qint64 pixels = qint64(size.width()) * size.height();
        QCOMPARE(errorOf(decodeImage(file, pixels - 1, [&](qint64) { announced = true; })),
                 "payload_too_large");
        QVERIFY(!announced);
        QVERIFY(decodeImage(file, pixels));
    }

    void whatIsMissingIsSaid_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"PNG, RGBA", "TIFF, tiled", "BigTIFF", "BMP, palette of 16",
                                 "BMP, run lengths as they are", "GIF, interlaced", "JPEG",
                                 "JPEG, progressive", "JPEG, restart markers", "WebP", "AVIF", "HEIC"}) {
            if (isBuiltIn(QString::fromLatin1(name)))
                QTest::newRow(name) << QString::fromLatin1(name);
        }
    }

    void whatIsMissingIsSaid()
    {
        QFETCH(QString, name);
        const QByteArray file = fileOf(name);
        QVERIFY(!file.isEmpty());
        for (const qsizetype kept : {file.size() / 4, file.size() / 2, file.size() * 9 / 10})
            QCOMPARE(errorOf(decodeImage(file.first(kept), 1'000'000)), "invalid_image");
    }

    // A picture that claims much and holds nothing.
    void aGifThatHoldsNoneOfItsPixelsIsRefused()
    {
        QByteArray file = QByteArray::fromHex(
            "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b");
        QCOMPARE(file.size(), 43);
        file.replace(6, 4, QByteArray::fromHex("581b581b"));
        QByteArray filled = file;
        filled.replace(32, 4, QByteArray::fromHex("581b581b"));
        QCOMPARE(errorOf(decodeImage(filled, 50'000'000)), "invalid_image");
    }

    void chunksThatMakeNoPixelsAreNotUnpacked()
    {
        const QByteArray plain = fileOf(u"PNG, RGBA"_s);
        QByteArray body("Comment\0\0", 9);
        body += qCompress(QByteArray(8 * 1024 * 1024, 'x')).mid(4);
        const QByteArray text = bigEndian(quint32(body.size())) + "zTXt" + body + bigEndian(0);
        QByteArray file = plain.first(33);
        for (int i = 0; i < 300; ++i)
            file += text;
        file += plain.mid(33);
        QCOMPARE(pixelsOf(decodeImage(file, 1'000'000).value()),
                 pixelsOf(decodeImage(plain, 1'000'000).value()));
    }

    void aJpegOfTooManyScansIsRefused()
    {
        const QByteArray file = fileOf(u"JPEG, progressive"_s);
        const qsizetype last = file.lastIndexOf("\xff\xda");
        QVERIFY(last > 0);
        const QByteArray scan = file.sliced(last, file.size() - 2 - last);
        QByteArray many = file.chopped(2);
        for (int i = 0; i < 600; ++i)
            many += scan;
        const auto image = decodeImage(many + "\xff\xd9", 1'000'000);
        QCOMPARE(errorOf(image), "invalid_image");
        QVERIFY(image.error().message.english().contains(u"scans"_s));
    }

    // Where no file can be opened and no library loaded.
    void eachIsDecodedInTheSandbox()
    {
        std::vector<QByteArray> files;
        std::vector<std::vector<quint8>> expected;
        const PreprocessConfig config{.resizeHeight = 8, .outputSize = 8};
        for (const QJsonValue entry : golden()) {
            if (!isBuiltIn(entry[u"name"_s].toString()))
                continue;
            files.push_back(bytesOf(entry, u"file"_s));
        }
        warmUpDecoders();
        const auto nursery = Nursery::start(scaleImage);
        QVERIFY(nursery);
        DecoderPool pool(*nursery, config, DecoderPool::Limits{.decoders = 2});
        std::vector<std::vector<quint8>> scaled(files.size());
        const auto take = [&](std::size_t index, std::span<const quint8> pixels) {
            scaled[index].assign(pixels.begin(), pixels.end());
        };
        const auto decoded = pool.decode(files, take, {});
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message.english()));
        for (const QByteArray &file : files) // only now, so that it loads nothing for the decoders
            expected.push_back(scaleImage(file, config).value());
        QCOMPARE(scaled, expected);
    }

    void aRefusalListsWhatCanBeRead()
    {
        const QByteArray noJpeg = QByteArray::fromHex("ffd8ffe0") + "nothing";
        QString expected = u"PNG, JPEG, GIF, BMP, WebP, TIFF"_s;
#ifdef MODELDECK_WITH_HEIF
        expected += u", HEIC"_s;
#endif
#ifdef MODELDECK_WITH_AVIF
        expected += u", AVIF"_s;
#endif
        for (const QByteArray &file : {QByteArray("hello"), noJpeg}) {
            const auto image = decodeImage(file, 1'000'000);
            QCOMPARE(errorOf(image), "invalid_image");
            QVERIFY2(image.error().message.english().contains(expected + u')'),
                     qPrintable(image.error().message.english()));
        }
    }
};

MODELDECK_TEST(PicturesTest)
#include "pictures_test.moc"
