// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/decoding/nursery.h"

#include "engine/inference/sandbox.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <optional>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace modeldeck::inference {

namespace {

struct Request
{
    enum class What { Start, Kill } what = What::Start; // a start brings two descriptors with it
    quint32 decoder = 0;
};
constexpr std::size_t descriptorsOfStart = 2;

using Ancillary = char[CMSG_SPACE(descriptorsOfStart * sizeof(int))];

bool sendRequest(int socket, Request request, std::initializer_list<int> descriptors)
{
    iovec bytes{&request, sizeof request};
    alignas(cmsghdr) Ancillary ancillary = {};
    msghdr message = {};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    if (descriptors.size() > 0) {
        message.msg_control = ancillary;
        message.msg_controllen = sizeof ancillary;
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
        std::memcpy(CMSG_DATA(header), descriptors.begin(), descriptors.size() * sizeof(int));
    }
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) == ssize_t(sizeof request);
}

struct Received
{
    Request request;
    Descriptor socket, memory; // of a start
};

// Nothing: the other side hung up.
std::optional<Received> receiveRequest(int socket)
{
    Received received;
    iovec bytes{&received.request, sizeof received.request};
    alignas(cmsghdr) Ancillary ancillary = {};
    msghdr message = {};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = ancillary;
    message.msg_controllen = sizeof ancillary;
    if (::recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != ssize_t(sizeof received.request))
        return std::nullopt;
    const cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_len == CMSG_LEN(descriptorsOfStart * sizeof(int))) {
        int numbers[descriptorsOfStart];
        std::memcpy(numbers, CMSG_DATA(header), sizeof numbers);
        received.socket = Descriptor(numbers[0]);
        received.memory = Descriptor(numbers[1]);
    }
    return received;
}

// False: the parent has died before it could be asked for.
bool belongTo(pid_t parent, const char *name)
{
    ::prctl(PR_SET_NAME, name);
    return sandbox::dieWithParent(parent);
}

// Moves the descriptors to 3 and up, and closes all others; what libraries say goes nowhere.
template <class... Numbers>
void keepOnly(Numbers &...kept)
{
    constexpr int high = 10; // above the targets
    ((kept = ::fcntl(kept, F_DUPFD_CLOEXEC, high)), ...);
    int next = STDERR_FILENO + 1;
    ((kept = ::dup2(kept, next++)), ...);
    ::syscall(SYS_close_range, unsigned(next), ~0U, 0U);
    const Descriptor nowhere(::open("/dev/null", O_RDWR | O_CLOEXEC));
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nowhere.number(), standard);
}

// The loop of the nursery's process. A child stays a zombie until the loop has removed it from m_decoders, so
// that no number of a process that is gone is ever killed.
class Loop
{
public:
    Loop(int socket, const Decode &decode) : m_socket(socket), m_decode(decode) {}

    void run()
    {
        sigset_t children;
        sigemptyset(&children);
        sigaddset(&children, SIGCHLD);
        ::sigprocmask(SIG_BLOCK, &children, nullptr);
        const Descriptor ends(::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
        for (;;) {
            pollfd waiting[] = {{m_socket, POLLIN, 0}, {ends.number(), POLLIN, 0}};
            ::poll(waiting, std::size(waiting), -1);
            signalfd_siginfo ignored;
            while (::read(ends.number(), &ignored, sizeof ignored) > 0) {
            }
            reap(WNOHANG);
            if (waiting[0].revents != 0 && !serve())
                break;
        }
        for (const auto &[number, process] : m_decoders)
            ::kill(process, SIGKILL);
        reap(0);
    }

private:
    bool serve()
    {
        auto received = receiveRequest(m_socket);
        if (!received)
            return false;
        const quint32 number = received->request.decoder;
        if (received->request.what == Request::What::Start)
            start(number, received->socket.number(), received->memory.number());
        else if (const auto found = m_decoders.find(number); found != m_decoders.end())
            ::kill(found->second, SIGKILL);
        return true;
    }

    void start(quint32 number, int socket, int memory)
    {
        const pid_t nursery = ::getpid();
        const pid_t process = ::fork();
        if (process > 0)
            m_decoders.emplace(number, process);
        if (process != 0)
            return;
        if (!belongTo(nursery, "modeldeck-image"))
            ::_exit(0);
        keepOnly(socket, memory);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        runDecoder(socket, memory, m_decode);
    }

    void reap(int options)
    {
        for (pid_t process = 0; (process = ::waitpid(-1, nullptr, options)) > 0;)
            std::erase_if(m_decoders, [process](const auto &entry) { return entry.second == process; });
    }

    int m_socket;
    const Decode &m_decode;
    std::map<quint32, pid_t> m_decoders;
};

[[noreturn]] void runNursery(pid_t parent, int socket, const Decode &decode)
{
    if (belongTo(parent, "modeldeck-nurse")) {
        keepOnly(socket);
        sandbox::forbidInternet();
        Loop(socket, decode).run();
    }
    ::_exit(0);
}

} // namespace

std::unique_ptr<Nursery> Nursery::start(const Decode &decode)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return nullptr;
    Descriptor ours(ends[0]), theirs(ends[1]);
    const pid_t parent = ::getpid();
    const pid_t process = ::fork();
    if (process == 0)
        runNursery(parent, theirs.number(), decode);
    if (process < 0)
        return nullptr;
    return std::unique_ptr<Nursery>(new Nursery(std::move(ours), process));
}

Nursery::~Nursery()
{
    m_socket.close();
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
    }
}

bool Nursery::startDecoder(quint32 number, const Descriptor &socket, const Descriptor &memory)
{
    return sendRequest(m_socket.number(), {Request::What::Start, number}, {socket.number(), memory.number()});
}

void Nursery::killDecoder(quint32 number)
{
    sendRequest(m_socket.number(), {Request::What::Kill, number}, {});
}

bool Nursery::isGone() const
{
    pollfd end{m_socket.number(), 0, 0};
    return ::poll(&end, 1, 0) > 0 && (end.revents & (POLLHUP | POLLERR)) != 0;
}

} // namespace modeldeck::inference
