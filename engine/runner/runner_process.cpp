// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/runner_process.h"

#include "engine/runner/answers.h"

#include <QFileInfo>
#include <QLoggingCategory>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(runnerLog, "modeldeck.runner")

namespace {

constexpr auto graceToStop = 1s;
constexpr qsizetype keptWords = 4096;
// One is computed while the next is already there.
constexpr std::size_t mostUnanswered = 2;

// Runs in the child between fork and exec: only calls that are safe there.
void prepareChild(int socket, pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    setpgid(0, 0); // Ctrl-C in a terminal is for the panel, which ends its runners in order
    // The signal follows the thread that forked: the engine's, which outlives every runner.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    syscall(SYS_close_range, 3U, ~0U, unsigned(CLOSE_RANGE_CLOEXEC));
    fcntl(socket, F_SETFD, 0);
}

constexpr std::array noMemory{"std::bad_alloc", "failed to map segment", "Cannot allocate memory",
                              "cannot allocate memory"};

} // namespace

RunnerProcess::RunnerProcess(QObject *parent) : QObject(parent)
{
    m_watchdog.setSingleShot(true);
    m_killTimer.setSingleShot(true);
    connect(&m_watchdog, &QTimer::timeout, this, [this] {
        const auto waited = m_helloSeen ? m_unanswered.front().deadline : m_load.deadlines.hello;
        giveUp(Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner did not answer within %1"), waited));
    });
    connect(&m_killTimer, &QTimer::timeout, &m_process, &QProcess::kill);
    connect(&m_socket, &QLocalSocket::readyRead, this, &RunnerProcess::readSocket);
    connect(&m_socket, &QLocalSocket::disconnected, this, [this] {
        QTimer::singleShot(
            graceToStop, this,
            [this] { // the end of its process, which is near as a rule, says more
                if (m_process.state() != QProcess::NotRunning)
                    giveUp(Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner closed its connection")));
            });
    });
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
        const QByteArray words = m_process.readAllStandardError();
        qCInfo(runnerLog).noquote() << m_process.processId() << QString::fromUtf8(words).trimmed();
        m_lastWords = (m_lastWords + words).right(keptWords);
    });
    connect(&m_process, &QProcess::finished, this, &RunnerProcess::processStopped);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            QMetaObject::invokeMethod(this, &RunnerProcess::processStopped, Qt::QueuedConnection);
    });
}

RunnerProcess::~RunnerProcess()
{
    disconnect(&m_process, nullptr, this, nullptr);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(); // SIGKILL: at once
    }
}

void RunnerProcess::start(const Load &load)
{
    m_load = load;
    m_started = Clock::now();
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        const QString why = QString::fromLocal8Bit(strerror(errno));
        QMetaObject::invokeMethod(
            this, [this, why] { Q_EMIT stopped(crashError(why)); }, Qt::QueuedConnection);
        return;
    }
    m_socket.setSocketDescriptor(ends[0]);
    m_process.setProgram(load.program);
    // Threads of OpenMP that wait by spinning take the processor from those that work.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"OMP_WAIT_POLICY"_s, u"passive"_s);
    // The runner forks before it has threads, and those of OpenBLAS are there before its main().
    environment.insert(QString::fromLatin1(protocol::blasThreads), u"1"_s);
    m_process.setProcessEnvironment(environment);
    m_process.setArguments(
        {u"--socket"_s, QString::number(ends[1]), u"--parent"_s, QString::number(getpid())});
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier(
        [socket = ends[1], parent = getpid()] { prepareChild(socket, parent); });
    m_process.start();
    ::close(ends[1]);
    m_watchdog.start(m_load.deadlines.hello);
    send({{{u"type"_s, u"load"_s},
           {u"model_dir"_s, load.modelDirectory},
           {u"layout"_s, load.layout},
           {u"device"_s, load.device},
           {u"dtype"_s, load.dtype},
           {u"threads"_s, load.threads},
           {u"max_image_pixels"_s, load.maxImagePixels},
           {u"image_decode_seconds"_s, qint64(load.imageDecodeTime.count())}},
          {}},
         m_load.deadlines.load, std::nullopt);
}

void RunnerProcess::send(protocol::Frame frame, std::chrono::milliseconds deadline,
                         std::optional<RequestId> job)
{
    frame.header[u"id"_s] = ++m_lastMessage;
    m_socket.write(protocol::encode(frame));
    m_unanswered.push_back({m_lastMessage, deadline, job});
    if (m_helloSeen && m_unanswered.size() == 1)
        watch();
}

void RunnerProcess::embed(RequestId id, const EmbedRequest &request)
{
    m_jobs.emplace(id, request);
    m_turns.push_back(id);
    sendParts();
    QMetaObject::invokeMethod(
        this, [this, id] { finishIfDone(id); }, Qt::QueuedConnection);
}

void RunnerProcess::cancel(RequestId id)
{
    const auto it = m_jobs.find(id);
    if (it == m_jobs.end())
        return;
    it->second.abandon(Error(ErrorCode::Cancelled, MD_TEXT("The request was cancelled")));
    for (const Message &message : m_unanswered) {
        if (message.job == id)
            m_socket.write(protocol::encode({{{u"type"_s, u"cancel"_s}, {u"id"_s, message.number}}, {}}));
    }
    QMetaObject::invokeMethod(
        this, [this, id] { finishIfDone(id); }, Qt::QueuedConnection);
}

// One part of each call in turn, as many as the runner is to have.
void RunnerProcess::sendParts()
{
    while (m_unanswered.size() < mostUnanswered && !m_turns.empty()) {
        const RequestId id = m_turns.front();
        m_turns.pop_front();
        const auto it = m_jobs.find(id);
        if (it == m_jobs.end() || !it->second.hasMore())
            continue;
        EmbedJob &job = it->second;
        protocol::Frame part = job.nextPart();
        send(std::move(part), m_load.deadlines.batch * ((job.inputsOfLastPart() + 7) / 8), id);
        if (job.hasMore())
            m_turns.push_back(id);
    }
}

void RunnerProcess::stop()
{
    if (std::exchange(m_stopping, true))
        return;
    m_watchdog.stop();
    if (m_process.state() == QProcess::NotRunning) {
        QMetaObject::invokeMethod(this, &RunnerProcess::processStopped, Qt::QueuedConnection);
        return;
    }
    m_socket.write(protocol::encode({{{u"type"_s, u"shutdown"_s}}, {}}));
    if (m_broken || !m_unanswered.empty())
        m_process.kill(); // it would finish its work first, which nobody waits for
    else
        m_killTimer.start(graceToStop);
}

void RunnerProcess::readSocket()
{
    m_reader.feed(m_socket.readAll());
    while (const auto frame = m_reader.next()) {
        if (m_broken || m_stopping)
            return;
        take(*frame);
    }
    if (m_reader.failed())
        giveUp(Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner violated the protocol: %1"),
                     m_reader.error()));
}

void RunnerProcess::take(const protocol::Frame &frame)
{
    const QString type = frame.header[u"type"_s].toString();
    const qint64 message = frame.header[u"id"_s].toInteger(-1);
    if (!m_helloSeen) {
        if (type != u"hello" || frame.header[u"version"_s].toInteger() != protocol::version)
            return giveUp(Error(ErrorCode::RunnerCrashed,
                                MD_TEXT("%1 does not support version %2 of the runner protocol"),
                                m_load.program, QString::number(protocol::version)));
        m_helloSeen = true;
        return watch();
    }
    if (m_unanswered.empty() || message != m_unanswered.front().number)
        return giveUp(Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner sent an unexpected answer")));
    EmbedJob *job = m_unanswered.front().job ? &m_jobs.at(*m_unanswered.front().job) : nullptr;
    if (type == u"error")
        takeError(job, frame.header);
    else if (type == u"loaded" && !job)
        takeLoaded(frame.header);
    else if (type == u"embeddings" && job)
        takeEmbeddings(*job, frame);
    else
        return giveUp(Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner sent an unknown message: %1"),
                            type.left(100)));
    if (!m_broken)
        answered();
}

void RunnerProcess::takeLoaded(const QCborMap &header)
{
    auto info = answers::readLoaded(header);
    if (!info)
        return giveUp(
            Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner loaded the model, but did not describe it")));
    info->seconds = std::chrono::duration<double>(Clock::now() - m_started).count();
    Q_EMIT loaded(*info);
}

void RunnerProcess::takeEmbeddings(EmbedJob &job, const protocol::Frame &frame)
{
    if (!job.takeVectors(frame))
        giveUp(Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner returned vectors of the wrong shape")));
}

void RunnerProcess::takeError(EmbedJob *job, const QCborMap &header)
{
    const QString code = header[u"code"_s].toString();
    const TextArgument text = answers::readWords(header);
    if (!job)
        return giveUp(answers::loadError(code, text));
    const Error error = answers::embedError(code, text);
    job->takeError(error, header[u"index"_s].toInteger(-1));
    if (code == QLatin1String(protocol::error_code::modelChanged))
        giveUp(error);
}

void RunnerProcess::answered()
{
    const auto job = m_unanswered.front().job;
    m_unanswered.pop_front();
    watch();
    sendParts();
    if (job)
        finishIfDone(*job);
}

void RunnerProcess::finishIfDone(RequestId id)
{
    const auto it = m_jobs.find(id);
    if (it == m_jobs.end() || !it->second.isDone() || m_broken || m_stopping)
        return;
    const Result<Embeddings> result = it->second.finish();
    m_jobs.erase(it);
    if (result)
        Q_EMIT embedded(id, *result);
    else
        Q_EMIT embedFailed(id, result.error());
}

void RunnerProcess::watch()
{
    if (m_unanswered.empty())
        m_watchdog.stop();
    else
        m_watchdog.start(m_unanswered.front().deadline);
}

void RunnerProcess::giveUp(const Error &error)
{
    if (std::exchange(m_broken, true) || m_stopping)
        return;
    m_watchdog.stop();
    qCWarning(runnerLog).noquote() << error.message.english();
    Q_EMIT unusable(error);
}

// Before it could speak: then the linker or a library says so.
bool RunnerProcess::lackedMemoryToStart() const
{
    return !m_helloSeen &&
           std::ranges::any_of(noMemory, [this](const char *words) { return m_lastWords.contains(words); });
}

Error RunnerProcess::crashError(const TextArgument &what) const
{
    const QString words = QString::fromUtf8(m_lastWords).trimmed().section(u'\n', -1).trimmed();
    if (lackedMemoryToStart())
        return answers::loadError(QString::fromLatin1(protocol::error_code::insufficientMemory), words);
    return Error(ErrorCode::RunnerCrashed, MD_TEXT("The runner exited unexpectedly: %1"),
                 words.isEmpty() ? what : Text(MD_TEXT("%1 (%2)"), what, words));
}

void RunnerProcess::processStopped()
{
    m_watchdog.stop();
    m_killTimer.stop();
    m_socket.abort();
    if (m_process.error() == QProcess::FailedToStart) {
        Error error =
            Error(ErrorCode::ModelLoadFailed, MD_TEXT("The runner program %1 could not be started: %2"),
                  m_load.program, m_process.errorString());
        if (!QFileInfo(m_load.program).isExecutable())
            error.message = {MD_TEXT("The runner program %1 is missing or can't be executed"),
                             m_load.program};
        error.hint = MD_TEXT("Install modeldeck-runner, or set runner_program");
        Q_EMIT stopped(error);
    } else if (m_process.exitStatus() == QProcess::CrashExit) {
        // Qt gives the signal's number as the exit code.
        Q_EMIT stopped(crashError(QString::fromUtf8(strsignal(m_process.exitCode()))));
    } else {
        Q_EMIT stopped(crashError(Text(MD_TEXT("exit code %1"), m_process.exitCode())));
    }
}

} // namespace modeldeck
