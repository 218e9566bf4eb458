// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/modeldeck/take_over.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <csignal>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace modeldeck {

namespace {

bool isSameFile(const QString &path, const QString &other)
{
    struct stat one
    {
    };
    struct stat two
    {
    };
    return ::stat(QFile::encodeName(path).constData(), &one) == 0 &&
           ::stat(QFile::encodeName(other).constData(), &two) == 0 && one.st_dev == two.st_dev &&
           one.st_ino == two.st_ino;
}

bool hasOpen(qint64 pid, const QString &path)
{
    const QDir open(u"/proc/%1/fd"_s.arg(pid));
    return std::ranges::any_of(open.entryList(QDir::Files | QDir::System), [&](const QString &descriptor) {
        return isSameFile(open.filePath(descriptor), path);
    });
}

// The process id in the lock may be outdated, or belong to another PID namespace. So this opens the process
// first, and signals it only after seeing that it holds the lock.
bool endHolder(const QString &directory, const LockHolder &holder)
{
    const int process = holder.pid > 0 ? int(::syscall(SYS_pidfd_open, pid_t(holder.pid), 0)) : -1;
    if (process < 0)
        return false;
    const auto now = StateLock::holder(directory);
    const bool told = now && now->pid == holder.pid && hasOpen(holder.pid, directory + u"/lock"_s) &&
                      ::syscall(SYS_pidfd_send_signal, process, SIGTERM, nullptr, 0) == 0;
    ::close(process);
    return told;
}

} // namespace

TakeOverDialog::TakeOverDialog(const QString &stateDirectory, const LockHolder &holder, QWidget *parent)
    : QDialog(parent), m_stateDirectory(stateDirectory), m_holder(holder), m_text(new QLabel)
{
    setWindowTitle(tr("Modeldeck"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setText(
        tr("%1 (process %2) already manages the models of this account.\n\n"
           "The window can take over from it: its models are unloaded, and what it serves is served again as "
           "far as the window's settings say so.")
            .arg(holder.program, QString::number(holder.pid)));
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(fontMetrics().averageCharWidth() * 50);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_take = buttons->addButton(tr("&Take over"), QDialogButtonBox::ActionRole);
    m_take->setObjectName(u"takeOver"_s);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_text);
    column->addWidget(buttons);
    connect(m_take, &QPushButton::clicked, this, &TakeOverDialog::endIt);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_timer.setInterval(100ms);
    connect(&m_timer, &QTimer::timeout, this, &TakeOverDialog::look);
}

// The program drains and unloads as on every exit. The lock says when it has exited.
void TakeOverDialog::endIt()
{
    if (!endHolder(m_stateDirectory, m_holder))
        m_text->setText(tr("%1 can't be told to end from here. Once you have ended it, the window starts.")
                            .arg(m_holder.program));
    m_take->setEnabled(false);
    m_take->setText(tr("Waiting for it to end…"));
    m_timer.start();
}

void TakeOverDialog::look()
{
    if (!StateLock::holder(m_stateDirectory))
        accept();
}

} // namespace modeldeck
