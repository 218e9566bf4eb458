// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/catalog.h"

#include "engine/base/known_models.h"
#include "engine/model_files/safetensors.h"
#include "tests/support/model_folder.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <sys/stat.h>

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray hfConfigL14 = R"({"model_type": "clip", "projection_dim": 768,
    "vision_config": {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24, "num_attention_heads": 16, "patch_size": 14,
                      "image_size": 224},
    "text_config": {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12}})";
const QByteArray openClipConfigH14 = R"({"model_cfg": {"embed_dim": 1024,
    "vision_cfg": {"image_size": 224, "layers": 32, "width": 1280, "head_width": 80, "patch_size": 14},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 1024, "heads": 16, "layers": 24}}})";
const QByteArray openClipConfigB32 = R"({"model_cfg": {"embed_dim": 512,
    "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 32},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}})";

} // namespace

class CatalogTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString models() const { return m_dir->filePath(u"models"_s); }
    QString hub() const { return m_dir->filePath(u"hub"_s); }
    Catalog scan() const { return Catalog::scan({models()}, {{hub()}}); }

    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        writeFile(path, bytes);
    }
    static QStringList tensorNames(const QString &path)
    {
        const auto header = RegularFile::open(path).and_then(SafetensorsHeader::read).value();
        QStringList names;
        for (const TensorEntry &tensor : header.tensors)
            names << tensor.name;
        return names;
    }
    static void writeHf(const QString &folder) { writeFiles(folder, modelFiles(u"hf"_s)); }
    static void writeOpenClip(const QString &folder) { writeFiles(folder, modelFiles(u"open_clip"_s)); }
    static void writeConfig(const QString &folder, const QString &name, const QByteArray &config)
    {
        writeFiles(folder, {{name, config}});
    }
    QString modelFolder(const QString &id) const { return models() + u'/' + id; }
    QString snapshot(const QString &repository, const QString &revision) const
    {
        return hub() + u"/models--"_s + repository + u"/snapshots/"_s + revision;
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void withoutAnyFolderTheKnownModelsAreListedAsNotInstalled()
    {
        const Catalog catalog = scan();
        QCOMPARE(catalog.entries().size(), knownModels().size());
        QVERIFY(std::is_sorted(catalog.entries().begin(), catalog.entries().end(),
                               [](const auto &a, const auto &b) { return a.id < b.id; }));
        const CatalogEntry *entry = catalog.find(u"ViT-L-14/openai");
        QVERIFY(entry && !entry->installed);
        QCOMPARE(entry->name, u"ViT-L/14"_s);
        QCOMPARE(entry->dimension, 768);
        QVERIFY(entry->reason.english().contains(u"timm/vit_large_patch14_clip_224.openai"_s));
        QVERIFY(entry->path.isEmpty());
    }

    void aHuggingFaceFolderIsInstalled()
    {
        writeHf(modelFolder(u"ViT-L-14/openai"_s));
        const Catalog catalog = scan();
        const CatalogEntry *entry = catalog.find(u"ViT-L-14/openai");
        QVERIFY2(entry->installed, qPrintable(entry->reason.english()));
        QCOMPARE(entry->layout, u"hf"_s);
        QCOMPARE(entry->path, modelFolder(u"ViT-L-14/openai"_s));
        QCOMPARE(entry->weightFiles, QStringList{entry->path + u"/model.safetensors"_s});
        QCOMPARE(entry->bytesOnDisk.value, modelFiles().at(u"model.safetensors"_s).size());
        QCOMPARE(entry->dimension, 768);
        QCOMPARE(entry->imageSize, 224);
        QCOMPARE(entry->contextLength, 77);
        QVERIFY(entry->parameters > 0); // of this model, not of the published one
        QVERIFY(entry->parameters < 10'000);
        QVERIFY(!entry->untrained);
    }

    void shapesComeFromTheConfigurationAndMatchThePublishedCounts()
    {
        writeConfig(modelFolder(u"Mine/h"_s), u"open_clip_config.json"_s, openClipConfigH14);
        writeConfig(modelFolder(u"Mine/b"_s), u"open_clip_config.json"_s, openClipConfigB32);
        writeConfig(modelFolder(u"Mine/l"_s), u"config.json"_s, hfConfigL14);
        const Catalog catalog = scan();
        QCOMPARE(catalog.find(u"Mine/h")->parameters, catalog.find(u"ViT-H-14/laion2b")->parameters);
        QCOMPARE(catalog.find(u"Mine/l")->parameters, 427'616'513);
        QCOMPARE(catalog.find(u"Mine/h")->dimension, 1024);
        QCOMPARE(catalog.find(u"Mine/h")->name, u"Mine/h"_s);
        QCOMPARE(catalog.find(u"Mine/b")->parameters, catalog.find(u"ViT-B-32/openai")->parameters);
        QCOMPARE(catalog.find(u"Mine/b")->layout, u"open_clip"_s);
    }

    void anAliasOrARepositoryNamesTheSameModel()
    {
        writeOpenClip(modelFolder(u"ViT-H-14/laion2b"_s));
        const Catalog catalog = scan();
        const CatalogEntry *entry = catalog.find(u"ViT-H-14/laion2b");
        QVERIFY(entry->installed);
        QCOMPARE(entry->id, u"ViT-H-14/laion2b_s32b_b79k"_s);
        QCOMPARE(catalog.find(u"laion/CLIP-ViT-H-14-laion2B-s32B-b79K"), entry);
        QCOMPARE(catalog.find(u"ViT-L-14@336px/openai")->id, u"ViT-L-14-336/openai"_s);
        QCOMPARE(catalog.entries().size(), knownModels().size());
    }

    void whereBothLayoutsLieOpenClipWins()
    {
        const QString folder = modelFolder(u"ViT-B-32/openai"_s);
        writeHf(folder);
        writeOpenClip(folder);
        const Catalog catalog = scan();
        QCOMPARE(catalog.find(u"ViT-B-32/openai")->layout, u"open_clip"_s);
        QVERIFY(catalog.find(u"ViT-B-32/openai")->installed);
    }

    void anIncompleteOpenClipLayoutDoesNotHideAWholeOtherOne()
    {
        const QString folder = modelFolder(u"ViT-L-14/openai"_s);
        writeHf(folder);
        write(folder + u"/open_clip_config.json"_s, openClipConfigB32);
        write(folder + u"/open_clip_pytorch_model.bin"_s, "x");
        const Catalog catalog = scan();
        QVERIFY(catalog.find(u"ViT-L-14/openai")->installed);
        QCOMPARE(catalog.find(u"ViT-L-14/openai")->layout, u"hf"_s);
    }

    void whatIsMissingIsTheReason_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content"); // null: the file goes
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const QString &file, const QByteArray &content,
                            const QString &named) { QTest::newRow(name) << file << content << named; };
        row("no weights", u"model.safetensors"_s, {}, u"model.safetensors"_s);
        row("no merges", u"merges.txt"_s, {}, u"merges.txt"_s);
        row("no config", u"config.json"_s, {}, u"config.json"_s);
        row("another kind of model", u"config.json"_s, R"({"model_type": "bert"})",
            u"does not describe a CLIP"_s);
        row("no JSON", u"config.json"_s, "{", u"not a JSON object"_s);
        row("an array", u"config.json"_s, "[]", u"not a JSON object"_s);
        row("deep JSON", u"config.json"_s, QByteArray(100000, '['), u"not a JSON object"_s);
        row("a huge config", u"config.json"_s, QByteArray(2 * 1024 * 1024, ' '), u"longer than"_s);
        row("a string for a number", u"config.json"_s, R"({"model_type": "clip", "projection_dim": "768"})",
            u"projection_dim"_s);
        row("a negative number", u"config.json"_s, R"({"model_type": "clip", "projection_dim": -1})",
            u"projection_dim"_s);
        row("an overflow", u"config.json"_s,
            R"({"model_type": "clip", "vision_config": {"hidden_size": 1e300}})", u"hidden_size"_s);
        row("a patch of 0", u"config.json"_s, R"({"model_type": "clip", "vision_config": {"patch_size": 0}})",
            u"patch_size"_s);
        row("a patch larger than the image", u"config.json"_s,
            R"({"model_type": "clip", "vision_config": {"patch_size": 500}})", u"patch"_s);
    }
    void whatIsMissingIsTheReason()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, named);
        const QString folder = modelFolder(u"ViT-L-14/openai"_s);
        writeHf(folder);
        if (content.isNull())
            QVERIFY(QFile::remove(folder + u'/' + file));
        else
            write(folder + u'/' + file, content);
        if (file == u"merges.txt"_s) // tokenizer.json would do as well
            QFile::remove(folder + u"/tokenizer.json"_s);
        const Catalog catalog = scan();
        const CatalogEntry *entry = catalog.find(u"ViT-L-14/openai");
        QVERIFY(!entry->installed);
        QVERIFY2(entry->reason.english().contains(named), qPrintable(entry->reason.english()));
        QCOMPARE(entry->path, folder);
    }

    void pickledWeightsAloneAreNotInstalledAndSaySo()
    {
        const QString folder = modelFolder(u"ViT-L-14/openai"_s);
        writeHf(folder);
        QFile::rename(folder + u"/model.safetensors"_s, folder + u"/pytorch_model.bin"_s);
        const Catalog catalog = scan();
        QVERIFY(!catalog.find(u"ViT-L-14/openai")->installed);
        QVERIFY(catalog.find(u"ViT-L-14/openai")->reason.english().contains(u"pytorch_model.bin"_s));
    }

    void shardsAreFoundThroughTheirIndex()
    {
        const QString folder = modelFolder(u"ViT-L-14/openai"_s);
        writeHf(folder);
        const QString index = folder + u"/model.safetensors.index.json"_s;
        const QString first = folder + u"/model-1.safetensors"_s;
        const QString second = folder + u"/model-2.safetensors"_s;
        QVERIFY(QFile::rename(folder + u"/model.safetensors"_s, first));
        QJsonObject named{{u"more"_s, u"model-2.safetensors"_s}};
        for (const QString &name : tensorNames(first))
            named[name] = u"model-1.safetensors"_s;
        write(index, QJsonDocument(QJsonObject{{u"weight_map"_s, named}}).toJson());
        QVERIFY(scan().find(u"ViT-L-14/openai")->reason.english().contains(u"model-2.safetensors"_s));
        write(second, safetensors("{}", {}));
        const Catalog catalog = scan();
        const CatalogEntry *entry = catalog.find(u"ViT-L-14/openai");
        QVERIFY2(entry->installed, qPrintable(entry->reason.english()));
        QCOMPARE(entry->weightFiles, (QStringList{first, second}));
        QCOMPARE(entry->bytesOnDisk.value, QFileInfo(first).size() + QFileInfo(second).size());
        for (const char *hostile :
             {"../x.safetensors", "/etc/x.safetensors", ".x.safetensors", "a.bin", ""}) {
            const QJsonObject map{{u"a"_s, QString::fromUtf8(hostile)}};
            write(index, QJsonDocument(QJsonObject{{u"weight_map"_s, map}}).toJson());
            QVERIFY2(!scan().find(u"ViT-L-14/openai")->installed, hostile);
        }
        for (const QByteArray &hostile :
             {QByteArray("{}"), QByteArray("[1"), QByteArray(R"({"weight_map": [1]})"),
              QByteArray(R"({"weight_map": {"a": 1}})")}) {
            write(index, hostile);
            QVERIFY2(!scan().find(u"ViT-L-14/openai")->installed, hostile.constData());
        }
    }

    void aDemoModelIsMarkedAsUntrained()
    {
        Files files = modelFiles();
        files[u"config.json"_s].replace("\"modeldeck_untrained\": false", "\"modeldeck_untrained\": true");
        writeFiles(modelFolder(u"Demo/tiny"_s), files);
        QVERIFY(scan().find(u"Demo/tiny")->untrained);
    }

    void theCachesMainRevisionIsPreferred()
    {
        const QString repository = u"openai--clip-vit-large-patch14"_s;
        writeHf(snapshot(repository, u"aaa"_s));
        writeHf(snapshot(repository, u"bbb"_s));
        for (const QString &main : {u"bbb"_s, u"aaa"_s}) {
            write(hub() + u"/models--"_s + repository + u"/refs/main"_s, main.toUtf8() + '\n');
            const Catalog catalog = scan();
            const CatalogEntry *entry = catalog.find(u"ViT-L-14/openai");
            QVERIFY(entry->installed);
            QCOMPARE(entry->path, snapshot(repository, main));
        }
        write(hub() + u"/models--"_s + repository + u"/refs/main"_s, "../../../etc");
        QVERIFY(scan().find(u"ViT-L-14/openai")->installed);
    }

    void anInterruptedDownloadFallsBackToAWholeSnapshot()
    {
        const QString repository = u"openai--clip-vit-large-patch14"_s;
        writeHf(snapshot(repository, u"whole"_s));
        writeHf(snapshot(repository, u"partial"_s));
        const QString weights = snapshot(repository, u"partial"_s) + u"/model.safetensors"_s;
        QVERIFY(QFile::remove(weights));
        QVERIFY(QFile::link(u"../../blobs/not-yet-there"_s, weights));
        write(hub() + u"/models--"_s + repository + u"/refs/main"_s, "partial");
        QCOMPARE(scan().find(u"ViT-L-14/openai")->path, snapshot(repository, u"whole"_s));
    }

    void unknownClipRepositoriesOfTheCacheAppearUnderTheirOwnNameAndOthersDoNot()
    {
        writeHf(snapshot(u"someone--my--clip"_s, u"r"_s));
        writeHf(snapshot(u"google--bert"_s, u"r"_s));
        writeConfig(snapshot(u"google--bert"_s, u"r"_s), u"config.json"_s, R"({"model_type": "bert"})");
        write(snapshot(u"someone--gguf"_s, u"r"_s) + u"/model.gguf"_s, "x");
        const Catalog catalog = scan();
        QVERIFY(catalog.find(u"someone/my--clip")->installed);
        QVERIFY(!catalog.find(u"google/bert"));
        QVERIFY(!catalog.find(u"someone/gguf"));
    }

    void theModelsDirectoryWinsOverTheCacheAndUsableOverUnusable()
    {
        writeHf(modelFolder(u"ViT-L-14/openai"_s));
        writeHf(snapshot(u"openai--clip-vit-large-patch14"_s, u"r"_s));
        QCOMPARE(scan().find(u"ViT-L-14/openai")->path, modelFolder(u"ViT-L-14/openai"_s));
        QFile::remove(modelFolder(u"ViT-L-14/openai"_s) + u"/model.safetensors"_s);
        QCOMPARE(scan().find(u"ViT-L-14/openai")->path,
                 snapshot(u"openai--clip-vit-large-patch14"_s, u"r"_s));
    }

    void oddFoldersDoNoHarm()
    {
        writeHf(modelFolder(u"Good/one"_s));
        QFile::link(models(), models() + u"/loop"_s);
        QFile::link(u"self"_s, models() + u"/self"_s);
        writeHf(modelFolder(u"Odd/line\nbreak"_s));
        writeHf(modelFolder(u"Odd/%2e%2e <b>ü 'x'"_s));
        writeHf(modelFolder(u".hidden/x"_s));
        write(models() + u"/file"_s, "x");
        QDir().mkpath(modelFolder(u"Folder/config/config.json"_s)); // a folder where a file should be
        QDir().mkpath(modelFolder(u"Pipe/p"_s));
        QCOMPARE(mkfifo(QFile::encodeName(modelFolder(u"Pipe/p/config.json"_s)).constData(), 0600), 0);
        const Catalog catalog = scan();
        QVERIFY(catalog.find(u"Good/one")->installed);
        QVERIFY(catalog.find(u"Odd/%2e%2e <b>ü 'x'")->installed);
        QCOMPARE(catalog.entries().size(), knownModels().size() + 2);
    }

    void idsAreComparedAndNeverFollowed()
    {
        writeHf(modelFolder(u"ViT-L-14/openai"_s));
        const Catalog catalog = scan();
        for (const QString &id : {u"ViT-L-14/../ViT-L-14/openai"_s, u"/ViT-L-14/openai"_s, u""_s,
                                  u"../models"_s, u"ViT-L-14/openai/"_s, QString(100000, u'x')})
            QVERIFY(!catalog.find(id));
    }

    void theNearestIdsHelpWithAMistypedOne()
    {
        const Catalog catalog = scan();
        QCOMPARE(catalog.nearest(u"vit-l14/openai", 1), QStringList{u"ViT-L-14/openai"_s});
        QCOMPARE(catalog.nearest(u"openai/clip-vit-base-patch-32", 1), QStringList{u"ViT-B-32/openai"_s});
        QCOMPARE(catalog.nearest(QString(1000000, u'x'), 3).size(), 3);
        QCOMPARE(catalog.nearest(u"x", 0).size(), 0);
    }

    void theCacheIsWhereHuggingFacesVariablesSay()
    {
        const auto hubs = [](const QMap<QString, QString> &environment) {
            return HfCacheLocations::fromEnvironment(environment).hubs;
        };
        const QString home = u"HOME"_s;
        QCOMPARE(hubs({{home, u"/h"_s}}), QStringList{u"/h/.cache/huggingface/hub"_s});
        QCOMPARE(hubs({{home, u"/h"_s}, {u"XDG_CACHE_HOME"_s, u"/c"_s}}),
                 QStringList{u"/c/huggingface/hub"_s});
        QCOMPARE(hubs({{home, u"/h"_s}, {u"HF_HOME"_s, u"~/hf"_s}}), QStringList{u"/h/hf/hub"_s});
        QCOMPARE(hubs({{u"HF_HOME"_s, u"/hf"_s}, {u"HF_HUB_CACHE"_s, u"/cache"_s}}),
                 QStringList{u"/cache"_s});
        QCOMPARE(hubs({{home, u"/h"_s}, {u"HF_HUB_CACHE"_s, QString()}}),
                 QStringList{u"/h/.cache/huggingface/hub"_s});
    }

    // As Python's os.path.expandvars().
    void theCachesPathMayNameOtherVariables_data()
    {
        QTest::addColumn<QString>("hfHome");
        QTest::addColumn<QString>("hub");
        QTest::newRow("bare") << u"$X/hf"_s << u"/x/hf/hub"_s;
        QTest::newRow("in braces") << u"${X}/hf"_s << u"/x/hf/hub"_s;
        QTest::newRow("within a name") << u"/a${X}b$Y"_s << u"/a/xb$X/hub"_s; // a value is not expanded again
        QTest::newRow("after the home folder") << u"~/$X"_s << u"/h//x/hub"_s;
        QTest::newRow("not set") << u"$NONE/${NONE}"_s << u"$NONE/${NONE}/hub"_s;
        QTest::newRow("no name") << u"/a$/$-"_s << u"/a$/$-/hub"_s;
    }
    void theCachesPathMayNameOtherVariables()
    {
        QFETCH(QString, hfHome);
        QFETCH(QString, hub);
        const QMap<QString, QString> environment{
            {u"HOME"_s, u"/h"_s}, {u"X"_s, u"/x"_s}, {u"Y"_s, u"$X"_s}, {u"HF_HOME"_s, hfHome}};
        QCOMPARE(HfCacheLocations::fromEnvironment(environment).hubs, QStringList{hub});
    }
};

MODELDECK_TEST(CatalogTest)
#include "catalog_test.moc"
