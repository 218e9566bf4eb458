// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_bar.h"

#include "ui/charts/samples.h"
#include "ui/widgets/page_button.h"
#include "ui/widgets/rest_switch.h"
#include "ui/widgets/sparkline.h"
#include "ui/wording.h"

#include <QAction>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

SideBar::SideBar(EngineLink &link, QWidget *parent)
    : QWidget(parent), m_pages(new QVBoxLayout), m_models(new Sparkline(this)), m_rest(new RestSwitch(link))
{
    m_pages->setSpacing(0);
    m_models->setObjectName(u"modelsSparkline"_s);
    m_models->setAccessibleName(tr("Memory held by models"));
    auto *column = new QVBoxLayout(this);
    column->addLayout(m_pages);
    column->addStretch();
    column->addWidget(m_rest);
    setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred); // as wide as the words of the language need
}

void SideBar::addPage(QAction *action, Beside beside)
{
    auto *button = new PageButton(action);
    m_pages->addWidget(button);
    switch (beside) {
    case Beside::Nothing:
        break;
    case Beside::Memory:
        button->setDrawing(m_models);
        m_vram = addMeter(tr("VRAM"));
        m_ram = addMeter(tr("RAM"));
        break;
    case Beside::LoadedModels:
        m_loaded = button;
        break;
    case Beside::NewEvents:
        m_events = button;
        connect(action, &QAction::toggled, this, [this] { showNewEvents(0); });
        break;
    }
}

SideBar::Meter SideBar::addMeter(const QString &name)
{
    Meter meter{new QWidget, new Sparkline, new QLabel};
    auto *layout = new QHBoxLayout(meter.row);
    const int em = fontMetrics().averageCharWidth();
    const int icon = style()->pixelMetric(QStyle::PM_SmallIconSize);
    layout->setContentsMargins(0, em / 2, em, em / 2);
    layout->addSpacing(icon + em); // the name below the page's name, from right to left too
    layout->addWidget(new QLabel(name));
    layout->addStretch();
    layout->addWidget(meter.percent);
    layout->addWidget(meter.line);
    meter.line->setAccessibleName(tr("%1 in use").arg(name));
    meter.row->hide(); // until it is known
    m_pages->addWidget(meter.row);
    return meter;
}

void SideBar::show(Meter &meter, Bytes used, Bytes total, PressureLevel level)
{
    meter.row->setVisible(total.value > 0);
    meter.share = shareOf(used, total);
    meter.percent->setText(wording::percent(meter.share));
    const QString numbers = tr("%1 of %2").arg(wording::bytes(used), wording::bytes(total));
    meter.row->setToolTip(numbers);
    meter.line->setAccessibleDescription(numbers);
    meter.line->setLevel(level);
}

void SideBar::setSnapshot(const Snapshot &snapshot)
{
    const MemoryTotals ram = ramTotals(snapshot);
    const MemoryTotals vram = vramTotals(snapshot);
    show(m_ram, ram.used, ram.total, ramPressure(snapshot.system));
    show(m_vram, vram.used, vram.total, worstPressure(snapshot.gpus));
    const bool onDevice = vram.total.value > 0;
    const Bytes held = heldByModels(snapshot, onDevice);
    m_modelsShare = shareOf(held, onDevice ? vram.total : ram.total);
    m_models->setAccessibleDescription(wording::bytes(held));
    const auto loaded = int(std::ranges::count_if(snapshot.models, &ModelView::loaded));
    m_loaded->setCount(loaded, tr("%n model(s) loaded", nullptr, loaded));
}

// Those that the charts mark; a model that turns busy and ready with each request would only be noise.
void SideBar::noteEvent(const Event &event)
{
    if (!m_events->isChecked() && markerFor(event))
        showNewEvents(m_newEvents + 1);
}

void SideBar::showNewEvents(int count)
{
    m_newEvents = count;
    m_events->setCount(count, tr("%n new event(s)", nullptr, count));
}

void SideBar::setNow(EpochSeconds now)
{
    m_models->append(now, m_modelsShare);
    m_vram.line->append(now, m_vram.share);
    m_ram.line->append(now, m_ram.share);
}

} // namespace modeldeck
