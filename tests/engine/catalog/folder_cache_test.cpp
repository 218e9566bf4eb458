// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/folder_cache.h"

#include "tests/support/model_folder.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QTemporaryDir>
#include <sys/stat.h>

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class FolderCacheTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    FolderCache m_cache;
    FolderCache::Time m_now;

    QString folder() const { return m_dir->filePath(u"model"_s); }
    void write(const QString &name, const QByteArray &bytes) { writeFile(folder() + u'/' + name, bytes); }
    // One scan of the one folder, `later` than the last.
    ModelFolder scan(FolderCache::Changes changes, std::chrono::milliseconds later = 0ms)
    {
        m_now += later;
        m_cache.begin(changes, m_now);
        const ModelFolder found = m_cache.look(folder());
        m_cache.end();
        return found;
    }
    ModelFolder count() { return scan(FolderCache::Changes::Count); }
    ModelFolder settle(std::chrono::milliseconds later) { return scan(FolderCache::Changes::Settle, later); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_cache = {};
        m_now = {};
    }

    void whatLiesThereAtAScanCountsAtOnce()
    {
        writeFiles(folder(), modelFiles());
        QVERIFY(count().usable);
        QVERIFY(!m_cache.isUnsettled());
        QFile::remove(folder() + u"/config.json"_s);
        QVERIFY(!count().usable);
    }

    void aNoticedFolderCountsOnceItsFilesHaveBeenUnchangedForTwoSeconds()
    {
        writeFiles(folder(), modelFiles());
        QVERIFY(!settle(0ms).isModel);
        QVERIFY(m_cache.isUnsettled());
        QVERIFY(!settle(1999ms).isModel);
        QVERIFY(settle(1ms).usable);
        QVERIFY(!m_cache.isUnsettled());
    }

    void everyChangeBeginsTheTwoSecondsAgain()
    {
        writeFiles(folder(), modelFiles());
        settle(0ms);
        write(u"model.safetensors.part"_s, "1");
        QVERIFY(!settle(1999ms).isModel);
        write(u"model.safetensors.part"_s, "12"); // longer
        QVERIFY(!settle(1999ms).isModel);
        QFile::remove(folder() + u"/model.safetensors.part"_s);
        QVERIFY(!settle(1999ms).isModel);
        QVERIFY(settle(2s).usable);
    }

    void aModelThatIsBeingReplacedStaysAsItWasUntilItHasSettled()
    {
        writeFiles(folder(), modelFiles());
        QVERIFY(count().usable);
        write(u"config.json"_s, "{");
        QVERIFY(settle(1ms).usable);
        QVERIFY(!settle(2s).usable);
        writeFiles(folder(), modelFiles());
        QVERIFY(count().usable); // a rescan does not wait
    }

    void aChangeThatIsTakenBackIsNone()
    {
        writeFiles(folder(), modelFiles());
        QVERIFY(count().usable);
        const QString moved = folder() + u".moved"_s;
        QVERIFY(QDir().rename(folder(), moved));
        QVERIFY(settle(1ms).usable);
        QVERIFY(QDir().rename(moved, folder()));
        QVERIFY(settle(1ms).usable);
        QVERIFY(!m_cache.isUnsettled());
    }

    // Neither the files nor their times change with who may write to their folder.
    void aRefusedFolderIsReadAgainAtARescan()
    {
        writeFiles(folder(), modelFiles());
        const QString moved = m_dir->filePath(u"merges.txt"_s);
        QVERIFY(QFile::rename(folder() + u"/merges.txt"_s, moved));
        QVERIFY(QFile::link(moved, folder() + u"/merges.txt"_s));
        QFile::remove(folder() + u"/tokenizer.json"_s);
        const QByteArray path = QFile::encodeName(folder());
        QCOMPARE(::chmod(path, 0777), 0);
        QVERIFY(!count().usable);
        QCOMPARE(::chmod(path, 0755), 0);
        QVERIFY(count().usable);
    }

    void aFolderThatAScanDidNotSeeIsForgotten()
    {
        writeFiles(folder(), modelFiles());
        QVERIFY(count().usable);
        m_cache.begin(FolderCache::Changes::Settle, m_now);
        m_cache.end();
        QVERIFY(!settle(1ms).isModel); // it is new again
    }
};

MODELDECK_TEST(FolderCacheTest)
#include "folder_cache_test.moc"
