// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/host/host.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLoggingCategory>
#include <cstdio>

namespace modeldeck {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(hostLog, "modeldeck.host")

namespace {

// However long a drain is set to take, the program ends within 5 s of being told to.
constexpr auto longestEnd = 4s;

// Beside the program, or where an installed tree keeps programs that people do not start.
QString runnerProgram()
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &candidate : {here + u"/modeldeck-runner"_s, here + u"/../libexec/modeldeck/modeldeck-runner"_s,
                                     here + u"/../lib/modeldeck/modeldeck-runner"_s}) {
        if (QFileInfo(candidate).isExecutable())
            return QFileInfo(candidate).canonicalFilePath();
    }
    return here + u"/modeldeck-runner"_s;
}

} // namespace

Host::Host() : m_mailbox(Mailbox::create())
{
    m_lastResort.setSingleShot(true);
    connect(&m_lastResort, &QTimer::timeout, this, [] { QCoreApplication::exit(0); });
    connect(&m_signals, &UnixSignals::endRequested, this, &Host::end);
}

Host::~Host()
{
    m_mailbox->close();
}

Result<std::unique_ptr<Host>> Host::start(const ProgramInfo &program, Invocation invocation,
                                          RestServer::StatusHandler onRest)
{
    std::unique_ptr<Host> host(new Host);
    auto lock = StateLock::acquire(invocation.directories.state, program.name);
    if (!lock)
        return tl::unexpected(lock.error());
    host->m_lock = std::move(*lock);
    setUpLogging(invocation.logLevel, invocation.directories.state + u"/logs"_s);

    const Settings settings = invocation.settings.settings();
    host->m_engine = startEngine({std::move(invocation.settings), invocation.directories.state, runnerProgram(), processEnvironment()});
    if (program.servesRest) {
        auto rest = RestServer::start(*host->m_engine, settings, std::move(onRest));
        if (!rest)
            return tl::unexpected(rest.error());
        host->m_rest = std::move(*rest);
    } else {
        host->m_rest = RestServer::follow(*host->m_engine, settings, std::move(onRest));
    }
    return host;
}

EarlyExit Host::startFailed(const ProgramInfo &program, const Error &error)
{
    QString text = program.name + u": "_s + error.message.english() + u'\n';
    if (!error.hint.isEmpty())
        text += error.hint.english() + u'\n';
    return {error.code == ErrorCode::InvalidSetting ? 2 : 1, text};
}

int exitEarly(const EarlyExit &exit)
{
    std::fputs(qPrintable(exit.text), exit.status == 0 ? stdout : stderr);
    return exit.status;
}

void Host::end()
{
    if (std::exchange(m_ending, true))
        return;
    qCInfo(hostLog) << "ending";
    m_lastResort.start(longestEnd);
    m_engine->shutDown({m_mailbox, [](const Result<int> &) { QCoreApplication::exit(0); }});
}

} // namespace modeldeck
