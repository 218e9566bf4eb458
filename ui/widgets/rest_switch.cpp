// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rest_switch.h"

#include "ui/engine_link.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/switch_button.h"

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace modeldeck {

RestSwitch::RestSwitch(EngineLink &link, QWidget *parent)
    : QWidget(parent), m_switch(new SwitchButton(tr("REST &API"))), m_state(plainLabel())
{
    m_switch->setObjectName(u"restSwitch"_s);
    m_state->setObjectName(u"restState"_s);
    auto *more = iconButton(u"settings"_s, tr("Address, port and token of the REST API"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->addWidget(m_switch, 0, 0);
    grid->addWidget(more, 0, 1);
    grid->addWidget(m_state, 1, 0, 1, 2);
    connect(more, &QToolButton::clicked, this, &RestSwitch::settingsWanted);
    connect(m_switch, &QCheckBox::clicked, this, [this, &link](bool on) {
        m_switch->setChecked(!on); // until the engine says so
        link.change(settingName(RestApiEnabled), on);
    });
    updateTexts();
}

void RestSwitch::setRestStatus(const RestView &status)
{
    m_status = status;
    updateTexts();
}

void RestSwitch::setSnapshot(const Snapshot &snapshot)
{
    m_switch->setChecked(snapshot.settings[RestApiEnabled]);
    m_lockedBy.clear();
    if (const SettingRow *row = findRow(*snapshot.settingRows, RestApiEnabled); row && row->locked) {
        m_lockedBy = row->source == SettingSource::CommandLine
                         ? tr("Set on the command line")
                         : tr("Set by the environment variable %1").arg(row->environment);
    }
    updateTexts();
}

void RestSwitch::updateTexts()
{
    QString text;
    switch (m_status.state) {
    case RestView::State::Off:
        text = tr("○ off");
        break;
    case RestView::State::Starting:
        text = tr("◐ starting…");
        break;
    case RestView::State::Failed:
        text = tr("✕ failed");
        break;
    case RestView::State::On: {
        const QUrl url(m_status.urls.value(0));
        text = url.port() > 0 ? tr("● on, port %1").arg(url.port()) : tr("● on");
        break;
    }
    }
    QStringList more = m_status.urls;
    more << m_status.error << m_lockedBy;
    more.removeAll(QString());
    m_state->setText(text);
    m_state->setToolTip(more.join(u'\n'));
    m_state->setAccessibleName(tr("REST API: %1").arg(text));
    m_switch->setEnabled(m_lockedBy.isEmpty());
    m_switch->setToolTip(m_lockedBy.isEmpty()
                             ? tr("Serve the REST API, so that other programs can use the models")
                             : m_lockedBy);
}

} // namespace modeldeck
