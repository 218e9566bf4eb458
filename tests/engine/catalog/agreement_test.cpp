// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue and the runner judge a folder alike: what is installed loads, and what does not load is not.
#include "engine/catalog/catalog.h"
#include "engine/inference/mapped_weights.h"
#include "engine/model_files/clip_files.h"
#include "engine/model_files/clip_tensors.h"
#include "tests/support/model_folder.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QTemporaryDir>
#include <sys/stat.h>

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

namespace {

// What a runner does at a load before it computes: it reads all files, maps the weights and takes each
// tensor.
Result<void> loadAsTheRunner(const QString &folder, Layout layout)
{
    ClipFiles files;
    if (const auto read = files.read(folder, layout); !read)
        return read;
    const auto weights = inference::MappedWeights::map(*files.weights);
    if (!weights)
        return tl::unexpected(weights.error());
    for (const auto &[name, shape] : ClipTensors(*files.config, layout).all()) {
        if (const auto tensor = weights->tensor(name, shape); !tensor)
            return tl::unexpected(tensor.error());
    }
    return {};
}

} // namespace

class AgreementTest : public QObject
{
    Q_OBJECT

    using Change = std::function<void(Files &)>;

    static void row(const char *name, bool installed, const QString &layout, const Change &change)
    {
        Files files = modelFiles(layout);
        change(files);
        QTest::newRow(name) << installed << files;
    }
    // In the layout's configuration.
    static Change config(const QByteArray &before, const QByteArray &after)
    {
        return [=](Files &files) {
            const QString name =
                files.contains(u"config.json"_s) ? u"config.json"_s : u"open_clip_config.json"_s;
            if (!files[name].contains(before))
                qFatal("%s has no %s", qPrintable(name), before.constData());
            files[name].replace(before, after);
        };
    }
    // One key more in a section.
    static Change added(const QByteArray &section, const QByteArray &entry)
    {
        return config('"' + section + "\": {", '"' + section + "\": {" + entry + ',');
    }
    static Change without(const QStringList &names)
    {
        return [=](Files &files) {
            for (const QString &name : names)
                files.erase(name);
        };
    }
    static Change with(const QString &name, const QByteArray &bytes)
    {
        return [=](Files &files) { files[name] = bytes; };
    }
    static Change renamed(const QString &from, const QString &to)
    {
        return [=](Files &files) {
            files[to] = files.at(from);
            files.erase(from);
        };
    }
    // In the header of the weights; both texts are equally long.
    static Change tensor(const QByteArray &before, const QByteArray &after)
    {
        return [=](Files &files) {
            QByteArray &weights = files[u"model.safetensors"_s];
            if (before.size() != after.size() || !weights.contains(before))
                qFatal("no %s", before.constData());
            weights.replace(before, after);
        };
    }

private Q_SLOTS:
    void bothJudgeAFolderAlike_data()
    {
        QTest::addColumn<bool>("installed");
        QTest::addColumn<Files>("files");
        const QString hf = u"hf"_s, openClip = u"open_clip"_s;
        const QString weights = u"model.safetensors"_s;
        const QByteArray whole = modelFiles().at(weights);
        const Change asItIs = [](Files &) {};
        row("transformers", true, hf, asItIs);
        row("OpenCLIP", true, openClip, asItIs);
        row("both layouts", true, hf, [](Files &files) { files.merge(Files(modelFiles(u"open_clip"_s))); });
        row("a whole layout beside half of another", true, hf, with(u"open_clip_config.json"_s, "{}"));
        row("tokenizer.json alone", true, hf, without({u"vocab.json"_s, u"merges.txt"_s}));
        row("vocab.json with merges.txt alone", true, hf, without({u"tokenizer.json"_s}));
        row("no preprocessor", true, hf, without({u"preprocessor_config.json"_s}));
        row("bytes behind the data", true, hf, with(weights, whole + "more"));

        row("nothing but a config", false, hf, [](Files &files) {
            files = {{u"config.json"_s, files.at(u"config.json"_s)}};
        });
        row("no config", false, hf, without({u"config.json"_s}));
        row("no weights", false, hf, without({weights}));
        row("pickled weights alone", false, hf, renamed(weights, u"pytorch_model.bin"_s));
        row("no tokenizer", false, hf, without({u"tokenizer.json"_s, u"vocab.json"_s, u"merges.txt"_s}));
        row("merges.txt missing beside tokenizer.json", true, hf, without({u"merges.txt"_s}));
        row("merges.txt missing", false, hf, without({u"merges.txt"_s, u"tokenizer.json"_s}));
        row("vocab.json missing beside merges.txt", true, hf, without({u"vocab.json"_s}));
        row("a broken vocab.json beside a sound tokenizer.json", false, hf, with(u"vocab.json"_s, "{}"));
        row("merges of unknown tokens", false, hf, with(u"merges.txt"_s, "#version: 0.2\nqqq zzz\n"));
        row("a preprocessor of another size", false, hf,
            with(u"preprocessor_config.json"_s, R"({"crop_size": 336})"));
        row("a preprocessor that is no JSON", false, hf, with(u"preprocessor_config.json"_s, "{"));

        row("another kind of model", false, hf, with(u"config.json"_s, R"({"model_type": "bert"})"));
        row("a number as text", false, hf, config("\"patch_size\": 14", "\"patch_size\": \"14\""));
        row("heads that do not divide", false, hf,
            config("\"num_attention_heads\": 1", "\"num_attention_heads\": 2"));
        row("an unknown activation", false, hf, config("quick_gelu", "relu"));
        row("a patch larger than the image", false, hf, config("\"patch_size\": 14", "\"patch_size\": 999"));
        row("a layer more than the weights have", false, hf,
            config("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 2"));
        row("a token beyond the model's vocabulary", false, hf,
            [](Files &files) { files[u"vocab.json"_s].replace("{", "{\"more\": 9999,"); });
        row("an attentional pool", false, openClip, added("vision_cfg", R"("attentional_pool": true)"));
        row("average pooling", false, openClip, added("vision_cfg", R"("pool_type": "avg")"));
        row("a tower of timm", false, openClip, added("vision_cfg", R"("timm_model_name": "vit")"));
        row("a text tower of transformers", false, openClip, added("text_cfg", R"("hf_model_name": "bert")"));
        row("a residual network", false, openClip, config("\"layers\": 1", "\"layers\": [3, 4, 6, 3]"));
        row("a preprocess_cfg that is a list", false, openClip,
            config("\"preprocess_cfg\": {", "\"preprocess_cfg\": [], \"x\": {"));

        row("empty weights", false, hf, with(weights, {}));
        row("weights that are text", false, hf, with(weights, "weights"));
        row("a pointer of Git LFS", false, hf, with(weights, "version https://git-lfs.github.com/spec/v1\n"));
        row("weights cut off by a byte", false, hf, with(weights, whole.chopped(1)));
        row("weights cut off in the header", false, hf, with(weights, whole.first(100)));
        row("a tensor under another name", false, hf,
            tensor("visual_projection.weight", "visual_projection.weighT"));
        row("a tensor of integers", false, hf, tensor("\"F32\"", "\"I32\""));
        row("a tensor of another shape", false, hf, tensor("[768,1]", "[1,768]"));
        row("an index without shards", false, hf, [=](Files &files) {
            files.erase(weights);
            files[weights + u".index.json"_s] = R"({"weight_map": {}})";
        });
        row("a shard that is a path", false, hf, [=](Files &files) {
            files.erase(weights);
            files[weights + u".index.json"_s] = R"({"weight_map": {"a": "../model.safetensors"}})";
        });
        row("a shard that lacks the tensors", false, hf, [=](Files &files) {
            files.erase(weights);
            files[u"a.safetensors"_s] = safetensors("{}", {});
            files[weights + u".index.json"_s] = R"({"weight_map": {"a": "a.safetensors"}})";
        });
    }
    void bothJudgeAFolderAlike()
    {
        QFETCH(const bool, installed);
        QFETCH(const Files, files);
        const QTemporaryDir dir;
        const QString folder = dir.filePath(u"Mine/a"_s);
        writeFiles(folder, files);
        compare(dir.path(), folder, installed);
    }

    void bothRefuseWhatIsNoFile()
    {
        for (const QString &name :
             {u"config.json"_s, u"model.safetensors"_s, u"vocab.json"_s, u"merges.txt"_s}) {
            const QTemporaryDir dir;
            const QString folder = dir.filePath(u"Mine/a"_s);
            Files files = modelFiles();
            files.erase(name);
            writeFiles(folder, files);
            QCOMPARE(::mkfifo(qPrintable(folder + u'/' + name), 0600), 0);
            compare(dir.path(), folder, false);
            QVERIFY(QFile::remove(folder + u'/' + name) && QDir(folder).mkdir(name));
            compare(dir.path(), folder, false);
        }
    }

private:
    static void compare(const QString &models, const QString &folder, bool installed)
    {
        const Catalog catalog = Catalog::scan({models}, {});
        const CatalogEntry *entry = catalog.find(u"Mine/a");
        QVERIFY(entry || !installed);
        QVERIFY2(!entry || entry->installed == installed, qPrintable(entry->reason.english()));
        if (entry)
            QCOMPARE(entry->reason.isEmpty(), installed);
        for (const Layout layout : {Layout::HuggingFace, Layout::OpenClip}) {
            const auto loaded = loadAsTheRunner(folder, layout);
            if (installed && filesOf(layout).name == entry->layout)
                QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().message.english()));
            if (!installed)
                QVERIFY(!loaded);
        }
    }
};

MODELDECK_TEST(AgreementTest)
#include "agreement_test.moc"
