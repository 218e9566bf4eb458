// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/decoder_pool.h"
#include "engine/inference/decoding/error_words.h"
#include "tests/support/test_program.h"

#include <QFile>
#include <QSet>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace modeldeck;
using namespace modeldeck::inference;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace words = modeldeck::protocol::words;

namespace {

using Pixels = std::vector<quint8>;

// What decoders and the test both see.
struct Board
{
    std::atomic<int> runs = 0;
    std::atomic<pid_t> lastDecoder = 0; // of a picture that is no number
};
Board *board = nullptr;

const PreprocessConfig fourPixels{.outputSize = 2};

Pixels filledWith(quint8 value)
{
    return Pixels(12, value);
}

template <class Value>
Pixels holding(const Value &value)
{
    Pixels pixels(12, 0);
    static_assert(sizeof value <= 12);
    std::memcpy(pixels.data(), &value, sizeof value);
    return pixels;
}

rlim_t softLimit(__rlimit_resource resource)
{
    rlimit limit = {};
    ::getrlimit(resource, &limit);
    return limit.rlim_cur;
}

int errorOf(int result)
{
    return result < 0 ? errno : 0;
}

Pixels openDescriptors()
{
    quint32 open = 0;
    for (int number = 0; number < 1000; ++number)
        open += ::fcntl(number, F_GETFD) >= 0 ? 1 : 0;
    return holding(open);
}

// The "file" says what its decoding does to the process.
Result<Pixels> misbehave(const QByteArray &file, const PreprocessConfig &, qint64,
                         const PixelsAnnounced &announced)
{
    bool harmless = false;
    const int number = file.toInt(&harmless);
    if (harmless)
        return filledWith(quint8(number));
    ++board->runs;
    board->lastDecoder = ::getpid();
    if (file == "loop") {
        for (volatile bool on = true; on;) {
        }
    }
    if (file == "sleep")
        ::pause();
    if (file == "crash" || (file == "crash once" && board->runs == 1))
        ::raise(SIGSEGV);
    if (file == "swell") {
        for (std::vector<QByteArray> all;;)
            all.emplace_back(16 * 1024 * 1024, 'x');
    }
    if (file == "truncated")
        return failure(ErrorCode::InvalidImage, words::truncated, u"PNG"_s);
    if (file == "foreign words")
        return failure(ErrorCode::SettingLocked, "long %1", QString(100'000, u'x'));
    if (file == "large")
        announced(5'000'000);
    if (file == "process" || file == "large")
        return holding(::getpid());
    if (file == "open a file")
        return holding(errorOf(::open("/etc/passwd", O_RDONLY)));
    if (file == "open a socket")
        return holding(errorOf(::socket(AF_UNIX, SOCK_STREAM, 0)));
    if (file == "descriptors")
        return openDescriptors();
    if (file == "limits") {
        const rlim_t time = softLimit(RLIMIT_CPU), bytes = softLimit(RLIMIT_AS);
        announced(40'000'000);
        return filledWith(softLimit(RLIMIT_CPU) == time + 4 &&
                          softLimit(RLIMIT_AS) == bytes + 32 * 40'000'000);
    }
    return filledWith(0);
}

bool isAlive(pid_t process)
{
    QFile stat(u"/proc/%1/stat"_s.arg(process));
    if (!stat.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = stat.readAll();
    return text.mid(text.lastIndexOf(')') + 2, 1) != "Z";
}

bool kernelHasLandlock()
{
    return ::syscall(444, nullptr, 0, 1) >= 1;
}

} // namespace

class DecoderPoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void eachPictureComesBackUnderItsIndex();
    void smallPicturesShareADecoder();
    void aLargePictureEndsItsDecoder();
    void aPictureThatHarmsItsDecoderIsNamed_data();
    void aPictureThatHarmsItsDecoderIsNamed();
    void theFirstPictureAtFaultIsNamedEvenIfALaterOneFailsSooner();
    void anInnocentPictureIsDecodedAgain();
    void decodersThatWereKilledWhileIdleAreReplaced();
    void limitsGrowWithTheAnnouncedSize();
    void ourOwnLimitHoldsForDecodersToo();
    void theErrorKeepsItsWords();
    void foreignWordsAreCutAndGetNoCodeOfTheirOwn();
    void anErrorThatIsCutOffIsStillOne();
    void aDecoderHasNeitherFilesNorSocketsNorDescriptors();
    void anInterruptionKillsTheDecoder();
    void restingEndsTheDecoders();
    void withoutItsNurseryAPoolSaysSo();
    void nobodyOutlivesTheRunner();

private:
    Result<std::vector<Pixels>> decode(const std::vector<QByteArray> &files,
                                       const DecoderPool::Interruption &interruption = {});
    pid_t decoderOf(const QByteArray &file);

    std::unique_ptr<Nursery> m_nursery;
    std::unique_ptr<DecoderPool> m_pool;
};

void DecoderPoolTest::initTestCase()
{
    void *shared = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    QVERIFY(shared != MAP_FAILED);
    board = new (shared) Board;
}

void DecoderPoolTest::init()
{
    board->runs = 0;
    m_nursery = Nursery::start(misbehave);
    QVERIFY(m_nursery);
    m_pool = std::make_unique<DecoderPool>(
        *m_nursery, fourPixels, DecoderPool::Limits{.processorTime = 1ms, .patience = 20s, .decoders = 2});
}

void DecoderPoolTest::cleanup()
{
    m_pool.reset();
    m_nursery.reset();
}

Result<std::vector<Pixels>> DecoderPoolTest::decode(const std::vector<QByteArray> &files,
                                                    const DecoderPool::Interruption &interruption)
{
    std::vector<Pixels> all(files.size());
    const auto take = [&](std::size_t index, std::span<const quint8> scaled) {
        all[index].assign(scaled.begin(), scaled.end());
    };
    if (const auto decoded = m_pool->decode(files, take, interruption); !decoded)
        return tl::unexpected(decoded.error());
    return all;
}

pid_t DecoderPoolTest::decoderOf(const QByteArray &file)
{
    const auto pixels = decode({file});
    pid_t process = 0;
    if (pixels)
        std::memcpy(&process, pixels->front().data(), sizeof process);
    return process;
}

void DecoderPoolTest::eachPictureComesBackUnderItsIndex()
{
    std::vector<QByteArray> files;
    for (int i = 0; i < 50; ++i)
        files.push_back(QByteArray::number(i));
    const auto pixels = decode(files);
    QVERIFY(pixels);
    for (int i = 0; i < 50; ++i)
        QCOMPARE((*pixels)[std::size_t(i)], filledWith(quint8(i)));
}

void DecoderPoolTest::smallPicturesShareADecoder()
{
    const pid_t first = decoderOf("process");
    QVERIFY(first > 0 && first != ::getpid());
    QCOMPARE(decoderOf("process"), first);
}

void DecoderPoolTest::aLargePictureEndsItsDecoder()
{
    const pid_t large = decoderOf("large");
    QVERIFY(large > 0);
    QTRY_VERIFY(!isAlive(large));
    QVERIFY(decoderOf("process") != large);
}

void DecoderPoolTest::aPictureThatHarmsItsDecoderIsNamed_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("words");
    QTest::newRow("loops") << QByteArray("loop") << QString::fromUtf8(words::slowImage);
    QTest::newRow("sleeps") << QByteArray("sleep") << QString::fromUtf8(words::slowImage);
    QTest::newRow("crashes") << QByteArray("crash") << QString::fromUtf8(words::crashingImage);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have mapped terabytes before
    QTest::newRow("swells") << QByteArray("swell") << QString::fromUtf8(words::swollenImage);
#endif
}

void DecoderPoolTest::aPictureThatHarmsItsDecoderIsNamed()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, words);
    DecoderPool::Limits limits{.maxPixels = 1, .processorTime = 1ms, .patience = 20s, .decoders = 2};
    if (file == "sleep")
        limits.patience = 100ms;
    m_pool = std::make_unique<DecoderPool>(*m_nursery, fourPixels, limits);
    const auto pixels = decode({"1", "2", "3", file, "5"});
    QVERIFY(!pixels);
    QCOMPARE(pixels.error().code, ErrorCode::InvalidImage);
    QCOMPARE(pixels.error().index, 3);
    QCOMPARE(QString::fromUtf8(pixels.error().message.source), words);
    QTRY_VERIFY(!isAlive(board->lastDecoder));
    const auto innocent = decode({"1", "2", "3", "4"});
    QVERIFY(innocent);
    QCOMPARE(innocent->at(3), filledWith(4));
}

void DecoderPoolTest::theFirstPictureAtFaultIsNamedEvenIfALaterOneFailsSooner()
{
    const auto pixels = decode({"loop", "truncated", "3", "4"});
    QVERIFY(!pixels);
    QCOMPARE(pixels.error().index, 0);
}

void DecoderPoolTest::anInnocentPictureIsDecodedAgain()
{
    const auto pixels = decode({"crash once"});
    QVERIFY(pixels);
    QCOMPARE(board->runs.load(), 2);
}

void DecoderPoolTest::decodersThatWereKilledWhileIdleAreReplaced()
{
    QVERIFY(decode({"1", "2", "3", "4"}));
    const pid_t idle = decoderOf("process");
    QCOMPARE(::kill(idle, SIGKILL), 0);
    QTRY_VERIFY(!isAlive(idle));
    const auto pixels = decode({"1", "2", "3", "4"});
    QVERIFY(pixels);
    QCOMPARE(pixels->at(3), filledWith(4));
}

void DecoderPoolTest::limitsGrowWithTheAnnouncedSize()
{
    const auto pixels = decode({"limits"});
    QVERIFY(pixels);
    QCOMPARE(pixels->front(), filledWith(1));
}

void DecoderPoolTest::ourOwnLimitHoldsForDecodersToo()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("sanitizers have mapped terabytes before");
#endif
    QVERIFY(decode({"1"})); // it has what it needs itself
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_AS, &before), 0);
    QFile statm(u"/proc/self/statm"_s);
    QVERIFY(statm.open(QIODevice::ReadOnly));
    const auto mapped = rlim_t(statm.readAll().split(' ').front().toLongLong() * ::sysconf(_SC_PAGESIZE));
    const rlimit tight{mapped + 8 * 1024 * 1024, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_AS, &tight), 0);
    const auto pixels = decode({"swell"});
    ::setrlimit(RLIMIT_AS, &before);
    QVERIFY(!pixels);
    QCOMPARE(pixels.error().code, ErrorCode::InsufficientMemory);
}

void DecoderPoolTest::theErrorKeepsItsWords()
{
    const auto pixels = decode({"truncated"});
    QVERIFY(!pixels);
    QCOMPARE(pixels.error().code, ErrorCode::InvalidImage);
    QCOMPARE(pixels.error().message, Text(words::truncated, u"PNG"_s));
}

void DecoderPoolTest::foreignWordsAreCutAndGetNoCodeOfTheirOwn()
{
    const auto pixels = decode({"foreign words"});
    QVERIFY(!pixels);
    QCOMPARE(pixels.error().code, ErrorCode::InvalidImage);
    QVERIFY(pixels.error().message.english().startsWith(u"long xx"));
    QVERIFY(pixels.error().message.english().size() < 1000);
}

void DecoderPoolTest::anErrorThatIsCutOffIsStillOne()
{
    const QByteArray whole = errorToBytes(Error(ErrorCode::InvalidImage, words::truncated, u"PNG"_s));
    QCOMPARE(errorFromBytes(whole).message, Text(words::truncated, u"PNG"_s));
    for (qsizetype length = 0; length < whole.size(); ++length) {
        const Error error = errorFromBytes(whole.first(length));
        QCOMPARE(error.code, ErrorCode::InvalidImage);
        QCOMPARE(error.message, Text(words::crashingImage));
    }
}

void DecoderPoolTest::aDecoderHasNeitherFilesNorSocketsNorDescriptors()
{
    const auto pixels = decode({"open a socket", "descriptors", "open a file"});
    QVERIFY(pixels);
    QCOMPARE(pixels->at(0), holding(int(EACCES)));
    QCOMPARE(pixels->at(1), holding(quint32(5))); // three that lead nowhere, its socket, the memory
    if (!kernelHasLandlock())
        QSKIP("this kernel has no Landlock");
    QCOMPARE(pixels->at(2), holding(int(EACCES)));
}

void DecoderPoolTest::anInterruptionKillsTheDecoder()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    QCOMPARE(::write(ends[1], "ab", 2), 2);
    // The first byte is nothing to us, and the second comes when the decoder works.
    const auto wanted = [&] {
        char byte = 0;
        while (board->runs == 0)
            ::sched_yield();
        return ::read(ends[0], &byte, 1) == 1 && byte == 'b';
    };
    const auto pixels = decode({"sleep"}, {ends[0], wanted});
    QVERIFY(!pixels);
    QCOMPARE(pixels.error().code, ErrorCode::Cancelled);
    QTRY_VERIFY(!isAlive(board->lastDecoder));
    ::close(ends[0]);
    ::close(ends[1]);
}

void DecoderPoolTest::restingEndsTheDecoders()
{
    const pid_t decoder = decoderOf("process");
    QVERIFY(isAlive(decoder));
    m_pool->rest();
    QTRY_VERIFY(!isAlive(decoder));
    QVERIFY(decoderOf("process") > 0);
}

void DecoderPoolTest::withoutItsNurseryAPoolSaysSo()
{
    QVERIFY(!m_nursery->isGone());
    // Its decoders die with it, and none is replaced.
    const auto pid = m_nursery->processId();
    QCOMPARE(::kill(pid, SIGKILL), 0);
    QTRY_VERIFY(m_nursery->isGone());
    const auto pixels = decode({"1"});
    QVERIFY(!pixels);
    QVERIFY(!pixels.error().index);
}

void DecoderPoolTest::nobodyOutlivesTheRunner()
{
    const pid_t runner = ::fork();
    if (runner == 0) {
        const auto nursery = Nursery::start(misbehave);
        DecoderPool pool(*nursery, fourPixels, {});
        pool.decode(std::vector<QByteArray>{"sleep"}, {}, {});
        ::_exit(0);
    }
    QTRY_VERIFY(board->runs == 1);
    const pid_t decoder = board->lastDecoder;
    QVERIFY(isAlive(decoder));
    QCOMPARE(::kill(runner, SIGKILL), 0);
    QCOMPARE(::waitpid(runner, nullptr, 0), runner);
    QTRY_VERIFY(!isAlive(decoder));
}

MODELDECK_TEST(DecoderPoolTest)
#include "decoder_pool_test.moc"
