// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/decoder.h"

#include "engine/inference/decoding/address_space.h"
#include "engine/inference/decoding/error_words.h"
#include "engine/inference/decoding/orders.h"
#include "engine/inference/image_preprocess.h"
#include "engine/inference/sandbox.h"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck::inference {

namespace {

constexpr int oomScore = 900; // before the runner, which has 800
constexpr int mebi = 1024 * 1024;

// Enough for the libraries' copies of a good picture: 16 bits for each of four channels, interlaced, turned.
constexpr qint64 bytesForPixel = 32;
constexpr qint64 bytesForAny = 128 * qint64(mebi);
constexpr qint64 copiesOfFile = 2;

// A decoder that has seen more than this ends, which gives all memory back.
constexpr qint64 fewPixels = 4'000'000;
constexpr qint64 shortFile = 4 * mebi;

// The buffers of one picture serve the next without a page fault. They stay small (fewPixels). A library's
// threads take few addresses, which are what is limited: by default each has a stack of 8 MiB and a heap
// of 64.
void frugalMemory()
{
    ::mallopt(M_MMAP_THRESHOLD, 32 * mebi); // the most that glibc takes
    ::mallopt(M_TRIM_THRESHOLD, 128 * mebi);
    ::mallopt(M_ARENA_MAX, 1);
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, mebi);
    ::pthread_setattr_default_np(&attributes);
    ::pthread_attr_destroy(&attributes);
}

int replySocket = -1; // for the signal's handler

void sendReply(Reply reply, const QByteArray &words = {})
{
    const QByteArray bytes = char(reply) + words;
    if (::send(replySocket, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL) < 0)
        ::_exit(0); // nobody listens
}

void tooSlow(int)
{
    constexpr char reply = char(Reply::TooSlow);
    ::send(replySocket, &reply, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    ::_exit(0);
}

// The limits of this process, which grow with what a picture announces.
class Allowance
{
public:
    explicit Allowance(qint64 before) : m_before(before) {}

    void give(const Order &order, qint64 pixels) const
    {
        const qint64 bytes = std::min(order.mostBytes, bytesFor(order.fileBytes, pixels));
        limit(RLIMIT_AS, rlim_t(m_before + bytes),
              rlim_t(m_before + bytesFor(mostFileBytes, order.maxPixels)));
        const auto time = spent() + processorTime(order.processorTime, pixels);
        limit(RLIMIT_CPU, rlim_t(std::chrono::ceil<std::chrono::seconds>(time).count()), RLIM_INFINITY);
    }

private:
    static qint64 bytesFor(qint64 fileBytes, qint64 pixels)
    {
        return bytesForAny + copiesOfFile * fileBytes + bytesForPixel * pixels;
    }
    static std::chrono::nanoseconds spent()
    {
        timespec time = {};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
    static void limit(__rlimit_resource resource, rlim_t most, rlim_t ceiling)
    {
        rlimit now = {};
        ::getrlimit(resource, &now);
        now.rlim_max = std::min(now.rlim_max, std::max(most, ceiling)); // never rises again
        now.rlim_cur = std::min(most, now.rlim_max);
        ::setrlimit(resource, &now);
    }

    qint64 m_before; // what the process had mapped before the first picture
};

// Fulfils one order. False: this decoder is to take no other, since it holds much memory or has met what it
// could not decode.
bool fulfil(const Order &order, char *memory, const Decode &decode, const Allowance &allowance)
{
    bool small = order.fileBytes <= shortFile;
    allowance.give(order, 0);
    const auto announced = [&](qint64 pixels) {
        small = small && pixels <= fewPixels;
        allowance.give(order, pixels);
    };
    const std::size_t bytes = scaledBytes(order.config);
    const auto file = QByteArray::fromRawData(memory + fileOffset(bytes), qsizetype(order.fileBytes));
    const auto scaled = [&]() -> Result<std::vector<quint8>> {
        try {
            auto pixels = decode(file, order.config, order.maxPixels, announced);
            if (pixels && pixels->size() != bytes)
                return failure(ErrorCode::Internal, "the image was prepared at another size");
            return pixels;
        } catch (const std::bad_alloc &) {
            return tl::unexpected(outOfMemory());
        }
    }();
    allowance.give(order, order.maxPixels); // the reply is none of the picture's
    if (!scaled) {
        sendReply(Reply::Failed, errorToBytes(scaled.error()));
        return false;
    }
    std::ranges::copy(*scaled, memory);
    sendReply(small ? Reply::Scaled : Reply::ScaledAndLast);
    return small;
}

} // namespace

void runDecoder(int socket, int memory, const Decode &decode)
{
    replySocket = socket;
    std::signal(SIGXCPU, tooSlow);
    constexpr rlimit nothing{0, 0};
    ::setrlimit(RLIMIT_CORE, &nothing);
    sandbox::volunteerForOomKiller(oomScore);
    frugalMemory();

    struct stat info = {};
    ::fstat(memory, &info);
    void *const shared =
        ::mmap(nullptr, std::size_t(info.st_size), PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    if (shared == MAP_FAILED)
        ::_exit(1);
    const Allowance allowance(mappedBytes());
    sandbox::closeFiles();
    sandbox::forbidSockets();
    sendReply(Reply::Ready);
    Order order;
    bool more = true;
    while (more && ::recv(socket, &order, sizeof order, 0) == ssize_t(sizeof order))
        more = fulfil(order, static_cast<char *>(shared), decode, allowance);
    ::_exit(0);
}

} // namespace modeldeck::inference
