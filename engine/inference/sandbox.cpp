// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/sandbox.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <functional>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace modeldeck::inference::sandbox {

using namespace Qt::StringLiterals;

namespace {

QString failed(const QString &what)
{
    return u"%1: %2"_s.arg(what, qt_error_string(errno));
}

// ---- Landlock (Linux 5.13 and later; Documentation/userspace-api/landlock.rst). The numbers are the
// kernel's: its headers on the machine that builds may be older than the kernel that runs.

constexpr long createRuleset = 444, addRule = 445, restrictSelf = 446; // system calls, the same everywhere
constexpr quint64 execute = 1 << 0, writeFile = 1 << 1, readFile = 1 << 2, readDir = 1 << 3;
constexpr quint64 upToAbi1 = (1 << 13) - 1, refer = 1 << 13, truncate = 1 << 14, ioctlDevice = 1 << 15;
constexpr quint64 bindAndConnectTcp = 3;         // since ABI 4
constexpr quint64 abstractSocketsAndSignals = 3; // scopes, since ABI 6
constexpr quint32 allThreads = 1 << 3;           // a flag, since ABI 8

struct RulesetAttributes
{
    quint64 handledFiles;
    quint64 handledNetwork;
    quint64 scoped;
};

struct [[gnu::packed]] PathBeneath
{
    quint64 allowed;
    qint32 parent;
};

// How many bytes of RulesetAttributes a kernel knows.
std::size_t knownSize(long abi)
{
    if (abi >= 6)
        return sizeof(RulesetAttributes);
    return abi >= 4 ? offsetof(RulesetAttributes, scoped) : offsetof(RulesetAttributes, handledNetwork);
}

// Missing files are no error: there is nothing to allow.
void allow(int ruleset, const QString &path, quint64 rights)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_PATH | O_CLOEXEC);
    struct stat info = {};
    if (descriptor >= 0 && ::fstat(descriptor, &info) == 0) {
        if (!S_ISDIR(info.st_mode))
            rights &= ~readDir; // a right that only a folder has
        const PathBeneath rule{rights, descriptor};
        ::syscall(addRule, ruleset, 1 /* path beneath */, &rule, 0);
    }
    if (descriptor >= 0)
        ::close(descriptor);
}

void allowModel(int ruleset, const QString &modelDir)
{
    allow(ruleset, modelDir, readFile | readDir);
    const QStringList names{u"*.safetensors"_s, u"*.json"_s, u"*.txt"_s};
    const QFileInfoList entries = QDir(modelDir).entryInfoList(names, QDir::Files);
    for (const QFileInfo &entry : entries) {
        if (entry.isSymLink())
            allow(ruleset, entry.canonicalFilePath(), readFile);
    }
}

// Nothing but what `allowSome` allows in the ruleset, for this thread and those it starts.
QString confine(const std::function<void(int ruleset, long abi)> &allowSome)
{
    const long abi = ::syscall(createRuleset, nullptr, 0, 1 /* the version */);
    if (abi < 1)
        return failed(u"Landlock"_s);
    RulesetAttributes attributes{upToAbi1, bindAndConnectTcp, abstractSocketsAndSignals};
    attributes.handledFiles |=
        (abi >= 2 ? refer : 0) | (abi >= 3 ? truncate : 0) | (abi >= 5 ? ioctlDevice : 0);
    const int ruleset = int(::syscall(createRuleset, &attributes, knownSize(abi), 0));
    if (ruleset < 0)
        return failed(u"Landlock"_s);
    allowSome(ruleset, abi);
    const bool closed = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                        ::syscall(restrictSelf, ruleset, abi >= 8 ? allThreads : 0) == 0;
    const QString error = closed ? QString() : failed(u"Landlock"_s);
    ::close(ruleset);
    return error;
}

constexpr quint32 noFamily = ~0U;

// For all threads, for good: no io_uring, and sockets of one family at most.
QString filterCalls(quint32 allowedFamily)
{
#if defined(__x86_64__)
    constexpr quint32 architecture = AUDIT_ARCH_X86_64;
    constexpr quint32 firstForeignCall = 0x40000000; // x32's numbers
#elif defined(__aarch64__)
    constexpr quint32 architecture = AUDIT_ARCH_AARCH64;
    constexpr quint32 firstForeignCall = 0x80000000;
#else
    return u"seccomp: not known for this processor"_s;
#endif
#if defined(__x86_64__) || defined(__aarch64__)
    constexpr quint32 ioUringSetup = 425; // everywhere
    constexpr quint32 number = offsetof(seccomp_data, nr), arch = offsetof(seccomp_data, arch);
    // Little-endian: the low half of the first argument.
    constexpr quint32 family = offsetof(seccomp_data, args);
    constexpr quint32 refuse = SECCOMP_RET_ERRNO | EACCES;
    std::array program = {
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, arch),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 0, 7),
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, firstForeignCall, 5, 0),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ioUringSetup, 4, 0),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 2),
        sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, family),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowedFamily, 0, 1),
        sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        sock_filter BPF_STMT(BPF_RET | BPF_K, refuse),
    };
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return failed(u"no_new_privs"_s);
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) != 0)
        return failed(u"seccomp"_s);
    return {};
#endif
}

} // namespace

QString volunteerForOomKiller(int score)
{
    QFile file(u"/proc/self/oom_score_adj"_s);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || file.write(QByteArray::number(score)) < 0)
        return u"oom_score_adj: %1"_s.arg(file.errorString());
    return {};
}

bool dieWithParent(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    return ::getppid() == parent;
}

QString forbidInternet()
{
    return filterCalls(AF_UNIX);
}

QString forbidSockets()
{
    return filterCalls(noFamily);
}

QString confineFiles(const QString &modelDir, bool gpu)
{
    return confine([&](int ruleset, long abi) {
        allowModel(ruleset, modelDir);
        // What the C library, libtorch and the OpenMP runtime look up about the machine and about ourselves.
        for (const QString &path : {u"/proc/self"_s, u"/proc/cpuinfo"_s, u"/proc/meminfo"_s,
                                    u"/sys/devices/system"_s, u"/dev/null"_s, u"/dev/urandom"_s})
            allow(ruleset, path, readFile | readDir);
        if (!gpu)
            return;
        for (const QString &path :
             {u"/usr"_s, u"/lib"_s, u"/lib64"_s, u"/opt"_s, u"/etc"_s, u"/sys"_s, u"/proc"_s})
            allow(ruleset, path, readFile | readDir | execute);
        allow(ruleset, u"/dev"_s, readFile | readDir | writeFile | (abi >= 5 ? ioctlDevice : 0));
    });
}

QString closeFiles()
{
    return confine([](int, long) {});
}

} // namespace modeldeck::inference::sandbox
