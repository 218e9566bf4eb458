// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/page_cache.h"
#include "tests/support/test_program.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QThreadPool>
#include <algorithm>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

constexpr qsizetype length = 8 * 1024 * 1024;

// A child process that maps the file while this lives.
class Mapper
{
public:
    explicit Mapper(const QString &file)
    {
        int ready[2];
        if (::pipe(ready) != 0)
            qFatal("no pipe");
        const QByteArray path = QFile::encodeName(file);
        m_child = ::fork();
        if (m_child == 0) {
            const int descriptor = ::open(path.constData(), O_RDONLY);
            ::mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
            ::close(descriptor);
            [[maybe_unused]] const auto told = ::write(ready[1], "m", 1);
            for (;;)
                ::pause();
        }
        char byte = 0;
        if (::read(ready[0], &byte, 1) != 1)
            qFatal("no child");
        ::close(ready[0]);
        ::close(ready[1]);
    }
    ~Mapper()
    {
        ::kill(m_child, SIGKILL);
        ::waitpid(m_child, nullptr, 0);
    }

private:
    pid_t m_child;
};

} // namespace

class PageCacheTest : public QObject
{
    Q_OBJECT

    // Beside the program and not in /tmp, which may be a file system that is nothing but page cache.
    QTemporaryDir m_dir{QCoreApplication::applicationDirPath() + u"/page_cache_test-XXXXXX"_s};
    QString m_file;

    // The share of the file that is in memory.
    double resident() const
    {
        const int descriptor = ::open(QFile::encodeName(m_file).constData(), O_RDONLY);
        void *address = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, descriptor, 0);
        std::vector<unsigned char> pages(std::size_t(length / ::sysconf(_SC_PAGESIZE)));
        const int result = ::mincore(address, length, pages.data());
        ::munmap(address, length);
        ::close(descriptor);
        return result == 0 ? double(std::ranges::count_if(pages, [](auto page) { return page & 1; })) /
                                 double(pages.size())
                           : -1;
    }

private Q_SLOTS:
    void init()
    {
        m_file = m_dir.filePath(u"weights of a model"_s);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(QByteArray(length, 'w')), length);
        QVERIFY(file.flush());
        QCOMPARE(::fsync(file.handle()), 0); // pages that are not written yet stay
        file.close();
        QCOMPARE(resident(), 1.0);
    }

    void whatNobodyMapsGoes()
    {
        QVERIFY(dropPageCacheOf(m_file));
        QVERIFY(resident() < 0.05);
    }

    void whatAnotherProcessMapsStays()
    {
        {
            const Mapper mapper(m_file);
            QVERIFY(!dropPageCacheOf(m_file));
            QCOMPARE(resident(), 1.0);
        }
        QVERIFY(dropPageCacheOf(m_file));
        QVERIFY(resident() < 0.05);
    }

    void anotherFileThatIsMappedDoesNotMatter()
    {
        const QString other = m_dir.filePath(u"other"_s);
        QVERIFY(QFile::copy(m_file, other));
        const Mapper mapper(other);
        QVERIFY(dropPageCacheOf(m_file));
    }

    void aFileThatIsNotThereIsNoHarm()
    {
        QVERIFY(!dropPageCacheOf(m_dir.filePath(u"none"_s)));
        QVERIFY(!dropPageCacheOf(m_dir.path()));
        QFile(m_dir.filePath(u"empty"_s)).open(QIODevice::WriteOnly);
        dropPageCacheOf(m_dir.filePath(u"empty"_s));
    }

    void itIsDoneInTheBackground()
    {
        QThreadPool pool;
        dropPageCache({m_dir.filePath(u"none"_s), m_file}, pool);
        QVERIFY(pool.waitForDone());
        QVERIFY(resident() < 0.05);
    }
};

MODELDECK_TEST(PageCacheTest)
#include "page_cache_test.moc"
