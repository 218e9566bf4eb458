// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QImage>
#include <QProcess>
#include <QRandomGenerator>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

QString modelFolder(const Options &options, const QString &variant, const QString &dtype)
{
    const QString place = dtype == u"f32" ? options.modelsDirectory : options.modelsDirectory + u'/' + dtype;
    const QString folder = place + u'/' + variant;
    if (QDir(folder).exists(u"model.safetensors"_s))
        return folder;
    QDir().mkpath(place);
    QStringList arguments{u"--variant"_s, variant, u"--dtype"_s, dtype};
    if (options.tiny)
        arguments += u"--tiny"_s;
    if (QProcess::execute(QCoreApplication::applicationDirPath() + u"/modeldeck-synthetic-model"_s, arguments << place) != 0)
        qFatal("the synthetic model could not be made");
    return folder;
}

QByteArray picture(int size, int seed)
{
    QImage image(size, size, QImage::Format_RGB888);
    QRandomGenerator random{quint32(seed)};
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size * 3; ++x)
            image.scanLine(y)[x] = uchar((x * 3 + y * 5) / 8 + int(random.bounded(64)));
    }
    QByteArray file;
    QBuffer buffer(&file);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return file;
}

} // namespace modeldeck::bench
