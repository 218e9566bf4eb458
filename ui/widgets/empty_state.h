// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace modeldeck {

class IconLabel;

// What stands where a list would be: what is missing, and how to get it.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);
    // `commands` are lines for a terminal, shown so that they can be selected and copied; may be empty.
    void setContent(const QString &iconName, const QString &title, const QString &text,
                    const QString &commands = {});
    void setNoMatch(const QString &search); // of a list in which the search finds nothing

private:
    IconLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_commands;
};

} // namespace modeldeck
