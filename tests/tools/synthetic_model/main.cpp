// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_writer.h"

#include "modeldeck_version.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QTextStream>

using namespace modeldeck::synthetic;
using namespace Qt::StringLiterals;

namespace {

struct Options
{
    Variant variant;
    bool tiny = false;
    Layout layout = Layout::HuggingFace;
    DType dtype = DType::F32;
    quint64 seed = 1;
    QString vocabulary; // empty: our small one
    QString directory;
};

template <class T>
using Expected = tl::expected<T, QString>;

tl::unexpected<QString> error(const QString &text)
{
    return tl::unexpected(text);
}

QString knownIds()
{
    QStringList ids;
    for (const Variant &variant : knownVariants())
        ids.append(variant.id);
    return ids.join(u", "_s);
}

void declareOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Writes a CLIP model with seeded random weights of the true architecture into DIR/<variant>/.\n"
        "The model is untrained: its vectors mean nothing. It is for tests and measurements.\n"
        "Variants: %1."_s.arg(knownIds()));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"variant"_s, u"Which model, such as ViT-B-32/openai."_s, u"id"_s},
        {u"tiny"_s, u"Two narrow layers a tower: a few megabytes, of the same image size and dimension."_s},
        {u"layout"_s, u"hf (default) or open_clip."_s, u"layout"_s, u"hf"_s},
        {u"dtype"_s, u"f32 (default), f16 or bf16."_s, u"dtype"_s, u"f32"_s},
        {u"seed"_s, u"Decides the weights; the same for either layout (default 1)."_s, u"number"_s, u"1"_s},
        {u"vocab"_s, u"CLIP's bpe_simple_vocab_16e6.txt.gz; without it a small vocabulary of our own."_s,
         u"file"_s},
    });
    parser.addPositionalArgument(u"DIR"_s, u"The models directory to write into."_s);
}

Expected<Options> readOptions(const QCommandLineParser &parser)
{
    Options options;
    const auto variant = findVariant(parser.value(u"variant"_s));
    if (!variant)
        return error(u"Unknown --variant \"%1\". Known: %2."_s.arg(parser.value(u"variant"_s), knownIds()));
    options.variant = *variant;
    options.tiny = parser.isSet(u"tiny"_s);

    const QString layout = parser.value(u"layout"_s);
    if (layout != u"hf"_s && layout != u"open_clip"_s)
        return error(u"Unknown --layout \"%1\". Known: hf, open_clip."_s.arg(layout));
    options.layout = layout == u"hf"_s ? Layout::HuggingFace : Layout::OpenClip;

    const QStringList dtypes{u"f32"_s, u"f16"_s, u"bf16"_s};
    const auto dtype = dtypes.indexOf(parser.value(u"dtype"_s));
    if (dtype < 0)
        return error(u"Unknown --dtype \"%1\". Known: f32, f16, bf16."_s.arg(parser.value(u"dtype"_s)));
    options.dtype = std::array{DType::F32, DType::F16, DType::BF16}[size_t(dtype)];

    bool valid = false;
    options.seed = parser.value(u"seed"_s).toULongLong(&valid);
    if (!valid)
        return error(u"--seed takes a whole number from 0 to 18446744073709551615."_s);
    options.vocabulary = parser.value(u"vocab"_s);
    if (parser.positionalArguments().size() != 1 || parser.positionalArguments().constFirst().isEmpty())
        return error(u"Name one directory to write into."_s);
    options.directory = parser.positionalArguments().constFirst();
    return options;
}

Expected<QString> run(const Options &options)
{
    const auto vocabulary = options.vocabulary.isEmpty() ? Expected<Vocabulary>(Vocabulary::small())
                                                         : Vocabulary::load(options.vocabulary);
    if (!vocabulary)
        return error(vocabulary.error());
    const Variant variant = options.tiny ? tiny(options.variant, vocabulary->size()) : options.variant;
    const QDir folder(QDir(options.directory).filePath(variant.id));
    if (!folder.mkpath(u"."_s))
        return error(u"Cannot create the folder %1."_s.arg(folder.path()));
    const std::vector<Tensor> tensors = modelTensors(variant, options.layout);
    const auto done =
        writeModel(folder, {variant, options.layout, options.dtype, options.seed}, *vocabulary, tensors);
    if (!done)
        return error(done.error());
    return u"Wrote an UNTRAINED %1 with random weights: %2 parameters, in %3"_s.arg(
        variant.id, QString::number(parameterCount(tensors)), folder.path());
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"modeldeck-synthetic-model"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(MODELDECK_VERSION));
    QCommandLineParser parser;
    declareOptions(parser);
    QTextStream err(stderr);
    if (!parser.parse(QCoreApplication::arguments())) {
        err << parser.errorText() << "\n";
        return 2;
    }
    if (parser.isSet(u"help"_s))
        parser.showHelp(0);
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    const auto options = readOptions(parser);
    if (!options) {
        err << options.error() << "\n";
        return 2;
    }
    const auto result = run(*options);
    if (!result) {
        err << result.error() << "\n";
        return 1;
    }
    QTextStream(stdout) << *result << "\n";
    return 0;
}
