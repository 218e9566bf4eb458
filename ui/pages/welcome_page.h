// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/window_part.h"

#include <QScrollArea>

class QLabel;

namespace modeldeck {

class CommandLine;
class FactsView;

// The first-run page: what this program does, what it found on this machine, and the first step to take.
class WelcomePage : public QScrollArea, public WindowPart
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget *parent = nullptr);
    void setSnapshot(const Snapshot &snapshot) override;

Q_SIGNALS:
    void left();

private:
    FactsView *m_found;
    QLabel *m_step;
    CommandLine *m_command;
};

} // namespace modeldeck
