// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/state_lock.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;

namespace modeldeck {

// Shown when modeldeckd uses the same state: offers to stop it and take its place. Accepted once modeldeckd
// has released the state directory.
class TakeOverDialog : public QDialog
{
    Q_OBJECT
public:
    TakeOverDialog(const QString &stateDirectory, const LockHolder &holder, QWidget *parent = nullptr);

private:
    void endIt();
    void look();

    QString m_stateDirectory;
    LockHolder m_holder;
    QLabel *m_text;
    QPushButton *m_take;
    QTimer m_timer;
};

} // namespace modeldeck
