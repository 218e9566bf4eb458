// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notices.h"

#include "ui/wording.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct Notices
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::Notices)
};

QString whatFailed(const Command &command)
{
    switch (command.kind) {
    case Command::Kind::Load:
        return Notices::tr("%1 could not be loaded").arg(command.modelId);
    case Command::Kind::CancelLoad:
        return Notices::tr("Cancelling the load or unload of %1 failed").arg(command.modelId);
    case Command::Kind::Unload:
        return Notices::tr("%1 could not be unloaded").arg(command.modelId);
    case Command::Kind::UnloadAll:
        return Notices::tr("Not all models could be unloaded");
    case Command::Kind::SwitchTo:
        return Notices::tr("The switch to %1 failed").arg(command.modelId);
    case Command::Kind::Pin:
        return Notices::tr("%1 could not be pinned").arg(command.modelId);
    case Command::Kind::Unpin:
        return Notices::tr("%1 could not be unpinned").arg(command.modelId);
    case Command::Kind::Rescan:
        return Notices::tr("Looking for models failed");
    case Command::Kind::ChangeSettings:
        return Notices::tr("The setting could not be changed");
    case Command::Kind::ChangeTimeouts:
        return Notices::tr("The timeouts of %1 could not be changed").arg(command.modelId);
    case Command::Kind::Pause:
        return Notices::tr("Unloading could not be paused");
    case Command::Kind::Resume:
        return Notices::tr("Unloading could not be resumed");
    case Command::Kind::Pull:
        return Notices::tr("%1 could not be downloaded").arg(command.modelId);
    case Command::Kind::CancelPull:
        return Notices::tr("Downloading %1 could not be cancelled").arg(command.modelId);
    case Command::Kind::RetryOllama:
        return Notices::tr("Ollama is still not reachable");
    }
    Q_UNREACHABLE();
}

// English, for a report: what a person copies is read by whoever helps.
QString detailsOf(const QString &subject, const Error &error)
{
    QStringList lines{QDateTime::currentDateTime().toString(Qt::ISODate), subject,
                      u"code: "_s + QString::fromLatin1(errorName(error.code)),
                      u"message: "_s + error.message.english()};
    if (!error.hint.isEmpty())
        lines << u"hint: "_s + error.hint.english();
    if (!error.parameter.isEmpty())
        lines << u"parameter: "_s + error.parameter;
    return lines.join(u'\n');
}

Notice notice(const QString &key, const QString &what, const QString &subject, const Error &error)
{
    Notice notice;
    notice.key = key;
    notice.title = Notices::tr("%1: %2", "what failed: why").arg(what, wording::translated(error.message));
    notice.hint = wording::translated(error.hint);
    if (notice.hint.isEmpty() && error.code == ErrorCode::RunnerCrashed)
        notice.hint = Notices::tr("The next request loads it again. If it crashes again, the log may say "
                                  "why. The system also ends programs when memory runs out.");
    if (error.retryAfter)
        notice.hint += (notice.hint.isEmpty() ? u""_s : u" "_s) +
                       Notices::tr("The next attempt is in %1 at the earliest.")
                           .arg(wording::duration(*error.retryAfter));
    notice.details = detailsOf(subject, error);
    return notice;
}

} // namespace

QString modelNoticeKey(const QString &modelId)
{
    return u"model:"_s + modelId;
}

QString noticeKey(const Command &command)
{
    if (command.kind == Command::Kind::Load)
        return modelNoticeKey(command.modelId);
    return u"command:%1:%2"_s.arg(int(command.kind)).arg(command.modelId);
}

Notice noticeFor(const Command &command, const Error &error)
{
    return notice(noticeKey(command), whatFailed(command), command.modelId, error);
}

Notice noticeForFailedModel(const QString &modelId, const Error &error)
{
    return notice(modelNoticeKey(modelId), Notices::tr("%1 failed").arg(modelId), modelId, error);
}

} // namespace modeldeck
