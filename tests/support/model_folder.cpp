// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/model_folder.h"

#include "tests/tools/synthetic_model/model_writer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

namespace modeldeck::test {

using namespace Qt::StringLiterals;

namespace {

Files make(synthetic::Layout layout)
{
    const QTemporaryDir directory;
    const QDir folder(directory.path());
    const auto vocabulary = synthetic::Vocabulary::small();
    const auto variant =
        synthetic::smallest(*synthetic::findVariant(u"ViT-L-14/openai"_s), vocabulary.size());
    const auto written = synthetic::writeModel(folder, {variant, layout}, vocabulary,
                                               synthetic::modelTensors(variant, layout));
    if (!written)
        qFatal("%s", qPrintable(written.error()));
    Files files;
    for (const QString &name : folder.entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s", qPrintable(file.errorString()));
        files[name] = file.readAll();
        files[name].replace("\"modeldeck_untrained\": true", "\"modeldeck_untrained\": false");
    }
    return files;
}

} // namespace

const Files &modelFiles(const QString &layout)
{
    static const Files huggingFace = make(synthetic::Layout::HuggingFace);
    static const Files openClip = make(synthetic::Layout::OpenClip);
    return layout == u"open_clip" ? openClip : huggingFace;
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
}

void writeFiles(const QString &folder, const Files &files)
{
    QDir().mkpath(folder);
    for (const auto &[name, bytes] : files)
        writeFile(folder + u'/' + name, bytes);
}

QByteArray safetensors(const QByteArray &header, const QByteArray &data)
{
    QByteArray length(8, '\0');
    qToLittleEndian(quint64(header.size()), length.data());
    return length + header + data;
}

} // namespace modeldeck::test
