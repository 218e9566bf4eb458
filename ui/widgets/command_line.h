// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace modeldeck {

// A line for a terminal, to be selected or copied by its button.
class CommandLine : public QWidget
{
    Q_OBJECT
public:
    explicit CommandLine(const QString &accessibleName, QWidget *parent = nullptr);
    void setCommand(const QString &command);

private:
    QLineEdit *m_line;
};

} // namespace modeldeck
