// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QWidget>

class QCheckBox;
class QLabel;

namespace modeldeck {

class EngineLink;

// Whether the REST API answers and where, with the switch for it. The switch shows the setting, not the
// click: it moves when the engine has taken the change.
class RestSwitch : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    explicit RestSwitch(EngineLink &link, QWidget *parent = nullptr);
    void setSnapshot(const Snapshot &snapshot) override;
    void setRestStatus(const RestView &status) override;

Q_SIGNALS:
    void settingsWanted();

private:
    void updateTexts();

    RestView m_status;
    QString m_lockedBy; // why the switch can't be moved; empty: it can
    QCheckBox *m_switch;
    QLabel *m_state;
};

} // namespace modeldeck
