// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_line.h"

#include "ui/icons.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace modeldeck {

CommandLine::CommandLine(const QString &accessibleName, QWidget *parent)
    : QWidget(parent), m_line(new QLineEdit)
{
    m_line->setReadOnly(true);
    m_line->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_line->setAccessibleName(accessibleName);
    m_line->setObjectName(u"command"_s);
    auto *copy = new QToolButton;
    copy->setIcon(icon(u"copy"_s));
    copy->setText(tr("Copy"));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy->setAccessibleName(tr("Copy: %1").arg(accessibleName));
    copy->setObjectName(u"copyCommand"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_line, 1);
    row->addWidget(copy);
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_line->text()); });
}

void CommandLine::setCommand(const QString &command)
{
    if (m_line->text() == command)
        return;
    m_line->setText(command);
    m_line->setCursorPosition(0);
}

} // namespace modeldeck
