// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_writer.h"

#include "config_files.h"

#include <QFile>
#include <QSaveFile>

namespace modeldeck::synthetic {

using namespace Qt::StringLiterals;

namespace {

tl::expected<void, QString> writeFile(const QString &path, const QByteArray &contents)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size() || !file.commit())
        return tl::unexpected(u"Cannot write %1: %2."_s.arg(path, file.errorString()));
    return {};
}

} // namespace

// The configuration goes first and comes last: a folder that has one holds a whole model of that layout.
tl::expected<void, QString> writeModel(const QDir &folder, const ModelOptions &options,
                                       const Vocabulary &vocabulary, const std::vector<Tensor> &tensors)
{
    const Variant &variant = options.variant;
    const bool openClip = options.layout == Layout::OpenClip;
    const QString config = folder.filePath(openClip ? u"open_clip_config.json"_s : u"config.json"_s);
    if (QFile::exists(config) && !QFile::remove(config))
        return tl::unexpected(u"Cannot replace %1."_s.arg(config));

    const QString weights =
        folder.filePath(openClip ? u"open_clip_model.safetensors"_s : u"model.safetensors"_s);
    const QByteArray prefix = variant.id.toUtf8() + '/';
    if (auto done = writeSafetensors(weights, tensors, options.dtype, prefix, options.seed); !done)
        return done;
    for (const auto &[name, contents] : vocabulary.files(variant.vocabulary, variant.contextLength)) {
        if (auto done = writeFile(folder.filePath(name), contents); !done)
            return done;
    }
    if (openClip)
        return writeFile(config, openClipConfig(variant));
    if (auto done =
            writeFile(folder.filePath(u"preprocessor_config.json"_s), huggingFacePreprocessor(variant));
        !done)
        return done;
    return writeFile(config, huggingFaceConfig(variant, options.dtype));
}

} // namespace modeldeck::synthetic
