// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/modeldeck/take_over.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace modeldeck {

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

// It drains and unloads as on every end. The lock says when it is gone; its process id may be another's by then.
void TakeOverDialog::endIt()
{
    const auto now = StateLock::holder(m_stateDirectory);
    if (now && now->pid == m_holder.pid && m_holder.pid > 0)
        ::kill(pid_t(m_holder.pid), SIGTERM);
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
