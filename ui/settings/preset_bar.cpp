// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/preset_bar.h"

#include "ui/widgets/basics.h"
#include "ui/widgets/flow_layout.h"
#include "ui/wording.h"

#include <QRadioButton>
#include <QVBoxLayout>

namespace modeldeck {

PresetBar::PresetBar(EngineLink &link, QWidget *parent) : QWidget(parent), m_text(wrappedLabel())
{
    m_text->setForegroundRole(QPalette::PlaceholderText);
    auto *row = new QWidget;
    auto *flow = new FlowLayout(row);
    for (const Preset &preset : presets()) {
        auto *button = new QRadioButton(wording::translated(preset.title));
        button->setObjectName(preset.name);
        button->setToolTip(wording::translated(preset.description));
        button->setAutoExclusive(false); // none may be in force
        flow->addWidget(button);
        m_buttons.push_back(button);
        connect(button, &QRadioButton::clicked, this, [&link, &preset, button](bool on) {
            button->setChecked(!on); // until the engine says so
            link.run({Command::Kind::ChangeSettings, {}, preset.settings});
        });
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(headingLabel(tr("Preset")));
    column->addWidget(row);
    column->addWidget(m_text);
}

void PresetBar::setSnapshot(const Snapshot &snapshot)
{
    const Preset *inForce = presetInForce(snapshot.settings);
    std::size_t i = 0;
    for (const Preset &preset : presets())
        m_buttons[i++]->setChecked(&preset == inForce);
    m_text->setText(inForce ? wording::translated(inForce->description)
                            : tr("Timeouts and limits as set below."));
}

} // namespace modeldeck
