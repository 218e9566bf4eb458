// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/logging.h"

#include "app/cli/log_file.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <memory>
#include <unistd.h>

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

// One message, one line: text that came in from outside can neither forge a line nor steer a terminal.
QByteArray formatted(QtMsgType type, const char *category, const QString &message)
{
    QString line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs) + u' ' +
                   QLatin1StringView(typeName(type)) + u' ' +
                   QLatin1StringView(category ? category : "default") + u": "_s;
    for (const QChar c : message)
        line += c.isPrint() || c.isSurrogate() ? c : QChar(u' ');
    return line.toUtf8() + '\n';
}

// Lives until the process ends, because threads may log until then.
LogFile *logFile = nullptr;

void writeMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = formatted(type, context.category, message);
    [[maybe_unused]] const ssize_t written =
        ::write(STDERR_FILENO, line.constData(), std::size_t(line.size()));
    if (logFile)
        logFile->write(line);
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

void setUpLogging(LogLevel level, const QString &directory)
{
    const auto rule = [level](LogLevel from) { return level >= from ? u"true\n"_s : u"false\n"_s; };
    QLoggingCategory::setFilterRules(u"*.debug=false\nmodeldeck*.debug="_s + rule(LogLevel::Debug) +
                                     u"*.info=false\nmodeldeck*.info="_s + rule(LogLevel::Info) + u"*.warning="_s +
                                     rule(LogLevel::Warning));
    if (!directory.isEmpty() && !logFile)
        logFile =
            std::make_unique<LogFile>(directory + u"/modeldeck.log"_s, logFileSize, oldLogFiles).release();
    qInstallMessageHandler(writeMessage);
}

} // namespace modeldeck
