// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/window_part.h"

#include <QWidget>

class QAbstractButton;
class QLabel;

namespace modeldeck {

// Settings that go together, for a person who does not want to think in seconds. Choosing one applies
// it at once.
class PresetBar : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    explicit PresetBar(EngineLink &link, QWidget *parent = nullptr);
    void setSnapshot(const Snapshot &snapshot) override; // which one is in force

private:
    std::vector<QAbstractButton *> m_buttons; // in the order of presets()
    QLabel *m_text;
};

} // namespace modeldeck
