// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QScrollArea>

class QLabel;
class QMenu;

namespace modeldeck {

class Actions;
class FactsView;

// Everything about one model, what can be done with it, and why it is loaded or not.
class ModelDetails : public QScrollArea
{
    Q_OBJECT
public:
    explicit ModelDetails(Actions &actions, QWidget *parent = nullptr);

    void setModel(const ModelView *model, EpochSeconds now); // null: none is chosen
    void setDiagnosis(const QList<Diagnosis> &diagnoses);    // of this model; empty: nothing to say

private:
    QWidget *buildButtons(Actions &actions);

    QLabel *m_title;
    QWidget *m_buttons;
    QLabel *m_diagnosis;
    FactsView *m_facts;
};

} // namespace modeldeck
