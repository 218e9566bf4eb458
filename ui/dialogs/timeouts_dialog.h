// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace modeldeck {

class Actions;

// The idle timeouts of one model: those of the settings, or its own. Deletes itself.
class TimeoutsDialog : public QDialog
{
    Q_OBJECT
public:
    TimeoutsDialog(EngineLink &link, const Actions &actions, const QString &modelId, QWidget *parent);

private:
    void updateFields();
    void apply();
    QVariantMap typed() const;   // empty: the settings' own
    QVariantMap changes() const; // what the engine is told; null: the settings' own
    Command command() const;

    EngineLink &m_link;
    QString m_modelId;
    QVariantMap m_before; // as typed() was when the dialog opened
    QCheckBox *m_own;
    QLineEdit *m_vram;
    QLineEdit *m_ram;
    QLabel *m_error;
    QPushButton *m_ok;
    QPushButton *m_curl;
};

} // namespace modeldeck
