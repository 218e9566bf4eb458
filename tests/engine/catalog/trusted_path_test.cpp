// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/trusted_path.h"

#include "engine/model_files/files.h"
#include "engine/model_files/model_folder.h"
#include "tests/support/model_folder.h"
#include "tests/support/test_program.h"

#include <QTemporaryDir>
#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

using namespace modeldeck;
using namespace modeldeck::test;
using namespace Qt::StringLiterals;

class TrustedPathTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    QString path(const QString &name) const { return m_dir->filePath(name); }
    void makeFolder(const QString &name, mode_t mode = 0755) const
    {
        QDir(m_dir->path()).mkpath(name);
        QCOMPARE(::chmod(QFile::encodeName(path(name)), mode), 0);
    }
    void link(const QString &target, const QString &name) const
    {
        QCOMPARE(::symlink(QFile::encodeName(target), QFile::encodeName(path(name))), 0);
    }
    // 0 or the error.
    int open(const QString &name) const
    {
        const int descriptor = openTrusted(QFile::encodeName(path(name)));
        if (descriptor < 0)
            return errno;
        ::close(descriptor);
        return 0;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        makeFolder(u"disk"_s);
        makeFolder(u"models"_s);
        writeFile(path(u"disk/file"_s), "secret");
    }

    void ownLinksAreFollowed()
    {
        link(path(u"disk/file"_s), u"models/absolute"_s);
        link(u"../disk/file"_s, u"models/relative"_s);
        link(path(u"disk"_s), u"models/folder"_s);
        link(u"absolute"_s, u"models/chain"_s);
        for (const QString &name :
             {u"absolute"_s, u"relative"_s, u"folder/file"_s, u"chain"_s, u"../models/./chain"_s})
            QCOMPARE(open(u"models/"_s + name), 0);
    }

    void withoutALinkItDoesNotMatterWhoCanWrite()
    {
        makeFolder(u"models/open"_s, 0777);
        writeFile(path(u"models/open/file"_s), "text");
        QCOMPARE(open(u"models/open/file"_s), 0);
    }

    void aLinkInAFolderThatOthersCanWriteToIsNotFollowed_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("followed");
        QTest::newRow("its owner alone") << 0700 << true;
        QTest::newRow("others read") << 0755 << true;
        QTest::newRow("others write") << 0757 << false;
        QTest::newRow("others write, sticky as /tmp") << 01777 << true;
    }
    void aLinkInAFolderThatOthersCanWriteToIsNotFollowed()
    {
        QFETCH(int, mode);
        QFETCH(bool, followed);
        makeFolder(u"models/shared"_s, mode_t(mode));
        link(path(u"disk/file"_s), u"models/shared/link"_s);
        QCOMPARE(open(u"models/shared/link"_s), followed ? 0 : EXDEV);
        // nor one that leads through such a folder,
        writeFile(path(u"models/shared/file"_s), "text");
        link(path(u"models/shared/file"_s), u"models/through"_s);
        QCOMPARE(open(u"models/through"_s), followed ? 0 : EXDEV);
        // nor one below it
        makeFolder(u"models/shared/below"_s);
        link(path(u"disk/file"_s), u"models/shared/below/link"_s);
        QCOMPARE(open(u"models/shared/below/link"_s), followed ? 0 : EXDEV);
    }

    void aLinkOfAnotherUserIsNotFollowed()
    {
        if (::geteuid() != 0)
            QSKIP("only root can make a link of another user");
        link(path(u"disk/file"_s), u"models/link"_s);
        QCOMPARE(::lchown(QFile::encodeName(path(u"models/link"_s)), 65534, 65534), 0);
        QCOMPARE(open(u"models/link"_s), EXDEV);
        makeFolder(u"theirs"_s);
        QCOMPARE(::chown(QFile::encodeName(path(u"theirs"_s)), 65534, 65534), 0);
        link(path(u"disk/file"_s), u"theirs/link"_s);
        QCOMPARE(open(u"theirs/link"_s), EXDEV);
    }

    void whatIsNoLinkIsOpenedAsUsual()
    {
        QCOMPARE(open(u"models/none"_s), ENOENT);
        QCOMPARE(open(u"disk/file/none"_s), ENOTDIR);
        link(u"loop"_s, u"models/loop"_s);
        QCOMPARE(open(u"models/loop"_s), ELOOP);
        QCOMPARE(::mkfifo(QFile::encodeName(path(u"models/pipe"_s)), 0600), 0);
        QCOMPARE(open(u"models/pipe"_s), 0); // does not block
    }

    void aModelBehindSuchALinkIsNotInstalledAndIsNotQuoted()
    {
        writeFiles(path(u"models/a"_s), modelFiles());
        makeFolder(u"models/a"_s, 0777);
        QFile::remove(path(u"models/a/merges.txt"_s));
        link(path(u"disk/file"_s), u"models/a/merges.txt"_s);
        const ModelFolder found = inspectModelFolder(path(u"models/a"_s));
        QVERIFY(!found.usable);
        QCOMPARE(found.reason.english(),
                 u"merges.txt is behind a link of another user, or in a folder that others can change"_s);
    }
};

MODELDECK_TEST(TrustedPathTest)
#include "trusted_path_test.moc"
