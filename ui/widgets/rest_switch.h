// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"
#include "ui/rest_view.h"

#include <QWidget>

class QCheckBox;
class QLabel;

namespace modeldeck {

// Whether the REST API answers and where, with the switch for it. The switch shows the setting, not the
// click: it moves when the engine has taken the change.
class RestSwitch : public QWidget
{
    Q_OBJECT
public:
    explicit RestSwitch(QWidget *parent = nullptr);
    void setStatus(const RestView &status);
    void setSnapshot(const Snapshot &snapshot);

Q_SIGNALS:
    void switched(bool on);
    void settingsWanted();

private:
    void updateTexts();

    RestView m_status;
    QString m_lockedBy; // why the switch can't be moved; empty: it can
    QCheckBox *m_switch;
    QLabel *m_state;
};

} // namespace modeldeck
