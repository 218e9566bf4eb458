// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_models.h"
#include "tests/support/test_program.h"

using namespace Qt::StringLiterals;
using namespace modeldeck;

class OllamaModelsTest : public QObject
{
    Q_OBJECT

    static OllamaTag tag(const QString &name, const QString &family)
    {
        return {name, u"digest of "_s + name, {1000}, family, u"F16"_s};
    }
    static const CatalogEntry *find(const std::vector<CatalogEntry> &entries, const QString &id)
    {
        const auto it = std::ranges::find(entries, id, &CatalogEntry::id);
        return it == entries.end() ? nullptr : &*it;
    }

private Q_SLOTS:
    void theSpecificationsModelsAreKnownWithHowToGetThem()
    {
        const auto entries = OllamaModels().entries({});
        QCOMPARE(entries.size(), std::size_t(3));
        for (const auto &[id, dimension] :
             {std::pair(u"mxbai-embed-large"_s, 1024), {u"bge-m3"_s, 1024}, {u"nomic-embed-text"_s, 768}}) {
            const CatalogEntry *entry = find(entries, id);
            QVERIFY(entry);
            QCOMPARE(entry->type, ModelType::Text);
            QCOMPARE(entry->dimension, dimension);
            QVERIFY(entry->contextLength > 0);
            QVERIFY(!entry->installed && !entry->unreachable);
            QVERIFY(entry->hint.english().contains(u"ollama pull "_s + id));
        }
    }

    void whileOllamaIsAwayNothingIsSaidOfThem()
    {
        const auto entries = OllamaModels().entries({"it is away", {}});
        const CatalogEntry *entry = find(entries, u"bge-m3"_s);
        QVERIFY(entry->unreachable);
        QCOMPARE(entry->reason.english(), u"it is away"_s);
    }

    void whatWasThereStaysWhileOllamaIsAway()
    {
        OllamaModels models;
        models.setTags({tag(u"bge-m3:latest"_s, u"bert"_s)});
        QVERIFY(find(models.entries({"it is away", {}}), u"bge-m3"_s)->installed);
    }

    void aDescriptionSaysWhetherAModelEmbeds()
    {
        OllamaModels models;
        QCOMPARE(models
                     .setTags({tag(u"qwen3-embedding:0.6b"_s, u"qwen3"_s),
                               tag(u"bert-chat:latest"_s, u"bert"_s), tag(u"llama3:latest"_s, u"llama"_s)})
                     .size(),
                 3);
        models.describe(u"qwen3-embedding:0.6b"_s, {1024, 32768, 600'000'000, QStringList{u"embedding"_s}});
        models.describe(u"bert-chat:latest"_s, {1024, 512, 1, QStringList{u"completion"_s}});
        models.describe(u"llama3:latest"_s, {4096, 8192, 1, QStringList{u"completion"_s, u"tools"_s}});
        const auto entries = models.entries({});
        QVERIFY(!find(entries, u"bert-chat"_s));
        QVERIFY(!find(entries, u"llama3"_s));
        const CatalogEntry *entry = find(entries, u"qwen3-embedding:0.6b"_s);
        QVERIFY(entry && entry->installed);
        QCOMPARE(entry->dimension, 1024);
        QCOMPARE(entry->contextLength, 32768);
        QCOMPARE(entry->family, u"qwen3"_s);
        QCOMPARE(entry->bytesOnDisk.value, 1000);
    }

    void inOldVersionsTheFamilySays()
    {
        OllamaModels models;
        models.setTags({tag(u"nomic-embed-text:latest"_s, u"nomic-bert"_s),
                        tag(u"llama3:latest"_s, u"llama"_s), tag(u"bge-m3:latest"_s, {})});
        models.describe(u"nomic-embed-text:latest"_s, {});
        const auto entries = models.entries({});
        const CatalogEntry *nomic = find(entries, u"nomic-embed-text"_s);
        QVERIFY(nomic->installed);
        QCOMPARE(nomic->dimension, 768); // known, though it does not say
        QVERIFY(find(entries, u"bge-m3"_s)->installed);
        QVERIFY(!find(entries, u"llama3"_s));
    }

    void theTagThatIsMeantIsDroppedAndFound()
    {
        OllamaModels models;
        models.setTags({tag(u"bge-m3:latest"_s, u"bert"_s), tag(u"bge-m3:567m"_s, u"bert"_s)});
        const Catalog catalog(models.entries({}));
        QCOMPARE(catalog.find(u"bge-m3:latest"_s)->id, u"bge-m3"_s);
        QCOMPARE(catalog.find(u"bge-m3:567m"_s)->id, u"bge-m3:567m"_s);
    }

    void aDescriptionIsAskedForOnceADigest()
    {
        OllamaModels models;
        models.setTags({tag(u"a:latest"_s, u"bert"_s)});
        models.describe(u"a:latest"_s, {3, 4, 5, {}});
        QVERIFY(models.setTags({tag(u"a:latest"_s, u"bert"_s)}).isEmpty());
        OllamaTag other = tag(u"a:latest"_s, u"bert"_s);
        other.digest = u"another"_s;
        QCOMPARE(models.setTags({other}), QStringList{u"a:latest"_s});
    }
};

MODELDECK_TEST(OllamaModelsTest)
#include "ollama_models_test.moc"
