// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/logging.h"

#include "app/cli/log_file.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr Bytes logFileSize = Bytes::fromMebibytes(4);
constexpr int oldLogFiles = 3;

const char *typeName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "error";
    case QtFatalMsg:
        return "fatal";
    }
    Q_UNREACHABLE();
}

// Syslog's levels, as the journal reads them at the start of a line.
const char *journalPriority(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "<7>";
    case QtInfoMsg:
        return "<6>";
    case QtWarningMsg:
        return "<4>";
    case QtCriticalMsg:
        return "<3>";
    case QtFatalMsg:
        return "<2>";
    }
    Q_UNREACHABLE();
}

// JOURNAL_STREAM has the device and inode of the stream that systemd reads. Standard error may be redirected.
bool stderrIsJournal()
{
    const QByteArray stream = qgetenv("JOURNAL_STREAM");
    struct stat status = {};
    return !stream.isEmpty() && fstat(STDERR_FILENO, &status) == 0 &&
           stream ==
               QByteArray::number(quint64(status.st_dev)) + ':' + QByteArray::number(quint64(status.st_ino));
}

// "CATEGORY: MESSAGE" in one line, so that text from outside can neither forge a line nor control a terminal.
QByteArray body(const char *category, const QString &message)
{
    QString line = QLatin1StringView(category) + u": "_s;
    for (const QChar c : message)
        line += c.isPrint() || c.isSurrogate() ? c : QChar(u' ');
    return line.toUtf8() + '\n';
}

QByteArray stamped(QtMsgType type, const QByteArray &body)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    return time.toLatin1() + ' ' + typeName(type) + ' ' + body;
}

// A part of the log with a file of its own, selected by the start of its categories.
struct Part
{
    QByteArray category;
    LogFile *file;
};

// Live until the process ends, because threads may log until then.
LogFile *wholeLog = nullptr;
const std::vector<Part> *parts = nullptr;
bool toJournal = false;

void openFiles(const QString &directory)
{
    const auto open = [&](const QString &name) {
        return std::make_unique<LogFile>(directory + name, logFileSize, oldLogFiles).release();
    };
    wholeLog = open(u"/modeldeck.log"_s);
    LogFile *service = open(u"/embedding_service.log"_s);
    LogFile *tracker = open(u"/model_usage_tracker.log"_s);
    parts = new std::vector<Part>{
        {"modeldeck.service", service},   {"modeldeck.clip", service},   {"modeldeck.runner", service},
        {"modeldeck.ollama", service},    {"modeldeck.rest", service},   {"modeldeck.tracker", tracker},
        {"modeldeck.scheduler", tracker}, {"modeldeck.memory", tracker}, {"modeldeck.preload", tracker},
    };
}

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray category = context.category ? context.category : "default";
    const QByteArray text = body(category.constData(), message);
    const QByteArray line = stamped(type, text);
    const QByteArray shown = toJournal ? journalPriority(type) + text : line;
    [[maybe_unused]] const ssize_t written =
        ::write(STDERR_FILENO, shown.constData(), std::size_t(shown.size()));
    if (!wholeLog)
        return;
    wholeLog->write(line);
    for (const Part &part : *parts) {
        if (category.startsWith(part.category))
            part.file->write(line);
    }
}

} // namespace

std::optional<LogLevel> logLevelFromName(QStringView name)
{
    if (name == u"error"_s)
        return LogLevel::Error;
    if (name == u"warning"_s)
        return LogLevel::Warning;
    if (name == u"info"_s)
        return LogLevel::Info;
    if (name == u"debug"_s)
        return LogLevel::Debug;
    return {};
}

void setLogLevel(LogLevel level)
{
    const auto rule = [level](LogLevel from) { return level >= from ? u"true\n"_s : u"false\n"_s; };
    QLoggingCategory::setFilterRules(u"*.debug=false\nmodeldeck*.debug="_s + rule(LogLevel::Debug) +
                                     u"*.info=false\nmodeldeck*.info="_s + rule(LogLevel::Info) +
                                     u"*.warning="_s + rule(LogLevel::Warning));
}

void setUpLogging(LogLevel level, const QString &directory)
{
    setLogLevel(level);
    toJournal = stderrIsJournal();
    if (!directory.isEmpty() && !wholeLog)
        openFiles(directory);
    qInstallMessageHandler(writeMessage);
}

} // namespace modeldeck
