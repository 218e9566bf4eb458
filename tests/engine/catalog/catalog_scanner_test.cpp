// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/catalog_scanner.h"

#include "tests/support/model_folder.h"
#include "tests/support/test_program.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QTemporaryDir>

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

// On real folders and the real clock; FolderCacheTest has the rules.
class CatalogScannerTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<CatalogScanner> m_scanner;
    std::vector<Catalog> m_found;

    QString models() const { return m_dir->filePath(u"models"_s); }
    QString hub() const { return m_dir->filePath(u"hub"_s); }
    void addModel(const QString &id) { writeFiles(models() + u'/' + id, modelFiles()); }
    bool isInstalled(const QString &id) const
    {
        const CatalogEntry *entry = m_found.empty() ? nullptr : m_found.back().find(id);
        return entry && entry->installed;
    }
    void scan()
    {
        bool done = false;
        m_scanner->scan({models()}, [&done] { done = true; });
        WAIT(done);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_scanner = std::make_unique<CatalogScanner>(HfCacheLocations{{hub()}});
        m_found.clear();
        connect(m_scanner.get(), &CatalogScanner::found, this,
                [this](const Catalog &catalog) { m_found.push_back(catalog); });
    }
    void cleanup() { m_scanner.reset(); }

    void aScanIsAnsweredAfterWhatItFound()
    {
        addModel(u"a/b"_s);
        bool foundBefore = false;
        bool done = false;
        m_scanner->scan({models()}, [&] {
            foundBefore = isInstalled(u"a/b"_s);
            done = true;
        });
        QVERIFY(!m_scanner->hasScanned());
        WAIT(done);
        QVERIFY(foundBefore);
        QVERIFY(m_scanner->hasScanned());
    }

    void aScanThatFindsTheSameTellsNothing()
    {
        addModel(u"a/b"_s);
        scan();
        scan();
        QCOMPARE(m_found.size(), std::size_t(1));
    }

    void commandsWaitForTheFirstScanInTheirOrder()
    {
        QStringList order;
        m_scanner->afterFirstScan([&] { order << u"first"_s; });
        m_scanner->scan({models()}, [&] { order << u"scanned"_s; });
        m_scanner->afterFirstScan([&] { order << u"second"_s; });
        m_scanner->afterScans([&] { order << u"after"_s; });
        QVERIFY(order.isEmpty());
        WAIT(order.size() == 4);
        QCOMPARE(order, QStringList({u"first"_s, u"second"_s, u"scanned"_s, u"after"_s}));
        m_scanner->afterFirstScan([&] { order << u"at once"_s; });
        QCOMPARE(order.last(), u"at once"_s);
    }

    void aFolderThatAppearsIsNoticed_data()
    {
        QTest::addColumn<QString>("existing"); // before the program starts
        QTest::newRow("beside other models") << u"models/a/b"_s;
        QTest::newRow("as the first of its architecture") << u"models"_s;
        QTest::newRow("with the models directory") << QString();
    }
    void aFolderThatAppearsIsNoticed()
    {
        QFETCH(QString, existing);
        QDir(m_dir->path()).mkpath(existing);
        scan();
        addModel(u"a/new"_s);
        WAIT(isInstalled(u"a/new"_s));
    }

    void aFolderThatDisappearsIsNoticed()
    {
        addModel(u"a/b"_s);
        scan();
        QVERIFY(isInstalled(u"a/b"_s));
        QDir(models() + u"/a/b"_s).removeRecursively();
        WAIT(!isInstalled(u"a/b"_s));
    }

    void aModelThatIsCompletedLaterIsNoticed()
    {
        Files incomplete = modelFiles();
        incomplete.erase(u"merges.txt"_s);
        incomplete.erase(u"tokenizer.json"_s);
        writeFiles(models() + u"/a/b"_s, incomplete);
        scan();
        QVERIFY(!isInstalled(u"a/b"_s));
        addModel(u"a/b"_s);
        WAIT(isInstalled(u"a/b"_s));
    }

    void onceStoppedAScanIsStillAnswered()
    {
        addModel(u"a/b"_s);
        m_scanner->stop();
        scan();
        QVERIFY(!isInstalled(u"a/b"_s));
    }
};

MODELDECK_TEST(CatalogScannerTest)
#include "catalog_scanner_test.moc"
