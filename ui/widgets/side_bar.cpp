// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_bar.h"

#include "ui/widgets/rest_switch.h"
#include "ui/wording.h"

#include <QAction>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

SideBar::SideBar(QWidget *parent)
    : QWidget(parent), m_pages(new QVBoxLayout), m_meters(new QVBoxLayout), m_rest(new RestSwitch)
{
    m_pages->setSpacing(0);
    m_vram = addMeter(tr("VRAM"));
    m_ram = addMeter(tr("RAM"));
    auto *column = new QVBoxLayout(this);
    column->addLayout(m_pages);
    column->addSpacing(fontMetrics().height() / 2);
    column->addLayout(m_meters);
    column->addStretch();
    column->addWidget(m_rest);
    setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred); // as wide as the words of the language need
}

void SideBar::addPage(QAction *action)
{
    auto *button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_pages->addWidget(button);
}

SideBar::Meter SideBar::addMeter(const QString &name)
{
    Meter meter{new QLabel, new QProgressBar};
    meter.label->setWordWrap(true);
    meter.bar->setTextVisible(false);
    meter.bar->setRange(0, 1000);
    meter.bar->setAccessibleName(tr("%1 in use").arg(name));
    meter.bar->setFixedHeight(fontMetrics().height() / 2);
    m_meters->addWidget(meter.label);
    m_meters->addWidget(meter.bar);
    return meter;
}

void SideBar::show(const Meter &meter, const QString &name, Bytes used, Bytes total)
{
    const bool known = total.value > 0;
    meter.label->setVisible(known);
    meter.bar->setVisible(known);
    if (!known)
        return;
    const double share = double(used.value) / double(total.value);
    meter.label->setText(tr("%1: %2 in use", "RAM: 41 % in use").arg(name, wording::percent(share)));
    meter.bar->setValue(int(share * 1000));
    const QString numbers = tr("%1 of %2").arg(wording::bytes(used), wording::bytes(total));
    meter.bar->setToolTip(numbers);
    meter.bar->setAccessibleDescription(numbers);
}

void SideBar::setSnapshot(const Snapshot &snapshot)
{
    Bytes gpuUsed;
    Bytes gpuTotal;
    for (const GpuView &gpu : snapshot.gpus) {
        gpuUsed += gpu.used;
        gpuTotal += gpu.total;
    }
    show(m_vram, tr("VRAM"), gpuUsed, gpuTotal);
    show(m_ram, tr("RAM"), snapshot.system.total - snapshot.system.available, snapshot.system.total);
    m_rest->setSnapshot(snapshot);
}

} // namespace modeldeck
