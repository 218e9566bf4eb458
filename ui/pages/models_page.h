// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/window_part.h"

#include <QWidget>

namespace modeldeck {

class Actions;
class ModelDetails;
class ModelsPanel;

// Every model with all its columns, and the details of the selected one.
class ModelsPage : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    ModelsPage(EngineLink &link, Actions &actions, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot) override;
    void setNow(EpochSeconds now) override;
    ModelsPanel *panel() const { return m_panel; }

private:
    void showCurrent();
    void askWhy();
    void showEvent(QShowEvent *event) override;

    EngineLink &m_link;
    ModelsPanel *m_panel;
    ModelDetails *m_details;
    EpochSeconds m_now = 0;
    EpochSeconds m_asked = 0; // when the engine was last asked why
};

} // namespace modeldeck
