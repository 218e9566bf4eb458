// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include "ui/charts/memory_panel.h"
#include "ui/charts/samples.h"
#include "ui/engine_link.h"
#include "ui/icons.h"
#include "ui/tables/models_panel.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/kept_splitter.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr auto rangeKey = "overview/range"_L1;
constexpr double mostLate = 4;      // seconds from one tick to the next
constexpr double historyPause = 10; // seconds between two readings of an idle engine, and some more
} // namespace

OverviewPage::OverviewPage(EngineLink &link, Actions &actions, QWidget *parent)
    : QWidget(parent), m_link(link), m_panel(new ModelsPanel(link, actions, u"modelsTable"_s)),
      m_ranges(new QActionGroup(this)), m_hint(wrappedLabel())
{
    const auto colors = std::make_shared<SeriesColors>();
    m_ram = new MemoryPanel(tr("System memory"), tr("system-memory"), colors);
    m_vram = new MemoryPanel(tr("GPU memory"), tr("gpu-memory"), colors);
    m_ram->setToolTip(tr("Private memory. Mapped model files are page cache, which the system frees when it "
                         "needs memory; the models table shows them."));
    m_vram->hide(); // until there is a GPU
    for (MemoryPanel *panel : {m_vram, m_ram}) {
        connect(panel->chart(), &TimelineChart::markerClicked, this, &OverviewPage::markerClicked);
        connect(panel, &MemoryPanel::saveFailed, this, &OverviewPage::saveFailed);
    }

    auto *column = new QVBoxLayout(this);
    column->addLayout(buildControls());
    column->addWidget(new KeptSplitter(u"overview/splitter"_s, {m_vram, m_ram, m_panel}, {200, 200, 300}), 1);
}

QHBoxLayout *OverviewPage::buildControls()
{
    m_hint->setObjectName(u"overviewHint"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_hint, 1);
    const auto addButton = [this, row](QAction *action) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        row->addWidget(button);
    };
    const QString names[] = {tr("1 min"), tr("5 min"), tr("1 h"), tr("24 h")};
    for (int i = 0; i < 4; ++i) {
        QAction *action = m_ranges->addAction(names[i]);
        action->setCheckable(true);
        action->setData(i);
        action->setToolTip(tr("Charts show the last %1").arg(names[i]));
        addButton(action);
    }
    m_ranges->actions().first()->setChecked(true);
    connect(m_ranges, &QActionGroup::triggered, this,
            [this](QAction *action) { setRange(action->data().toInt()); });

    auto *pause = new QAction(icon(u"pause"_s), tr("Hold the charts"), this);
    pause->setCheckable(true);
    pause->setToolTip(tr("Hold the charts still; recording goes on"));
    connect(pause, &QAction::toggled, m_ram->chart(), &TimelineChart::setPaused);
    connect(pause, &QAction::toggled, m_vram->chart(), &TimelineChart::setPaused);
    addButton(pause);
    return row;
}

void OverviewPage::setRange(int range)
{
    m_ram->chart()->setRange(ChartRange(range));
    m_vram->chart()->setRange(ChartRange(range));
}

void OverviewPage::setSnapshot(const Snapshot &snapshot)
{
    QStringList hints;
    if (snapshot.gpus.empty())
        hints << tr("Using the CPU; models live in RAM.");
    if (std::ranges::none_of(snapshot.models, &ModelView::loaded))
        hints << tr("Models load on first use.");
    m_hint->setText(hints.join(u' '));

    const double threshold = snapshot.settings[MemoryPressureThreshold];
    const MemoryTotals ram = ramTotals(snapshot);
    m_ram->setNumbers(ram.used, ram.total);
    m_ram->chart()->setCapacity(ram.total, threshold);
    const MemoryTotals vram = vramTotals(snapshot);
    m_vram->setNumbers(vram.used, vram.total);
    m_vram->chart()->setCapacity(vram.total, threshold);
    m_vram->setVisible(!snapshot.gpus.empty());
}

void OverviewPage::noteEvent(const Event &event)
{
    if (const auto marker = markerFor(event)) {
        m_ram->chart()->addMarker(*marker);
        m_vram->chart()->addMarker(*marker);
    }
}

void OverviewPage::setNow(EpochSeconds now)
{
    const Snapshot &snapshot = m_link.snapshot();
    if (snapshot.sequence == 0) // nothing is known yet, which is a gap
        return;
    if (!std::exchange(m_askedForHistory, true))
        askForHistory(now);
    const EpochSeconds last = std::exchange(m_lastTick, now);
    append(m_ram->chart(), ramSample(snapshot), last, now, mostLate);
    m_ram->chart()->advance(now);
    if (snapshot.gpus.empty())
        return;
    append(m_vram->chart(), vramSample(snapshot), last, now, mostLate);
    // Two charts in one turn of the event loop would be a long one.
    QTimer::singleShot(std::chrono::milliseconds(100), m_vram,
                       [this, now] { m_vram->chart()->advance(now); });
}

// Two readings no further apart than `pause` leave no gap: on a busy machine a tick comes late, and an idle
// engine reads seldom.
void OverviewPage::append(TimelineChart *chart, const MemorySample &sample, EpochSeconds last,
                          EpochSeconds now, double pause)
{
    if (now - last < pause) {
        for (EpochSeconds missed = std::floor(last) + 1; missed < std::floor(now); ++missed)
            chart->append(missed, sample);
    }
    chart->append(now, sample);
}

// What was measured before this window was opened, by this run of the program or an earlier one.
void OverviewPage::askForHistory(EpochSeconds now)
{
    const double day = double(SeriesBuffer::length(ChartRange::Day).count());
    const auto fill = [this](const Result<std::vector<HistorySample>> &samples) {
        if (!samples)
            return; // the charts begin with what is measured from now on
        EpochSeconds last = 0;
        for (const HistorySample &sample : *samples) {
            append(m_ram->chart(), ramSample(sample), last, sample.at, historyPause);
            if (sample.deviceTotal.value > 0)
                append(m_vram->chart(), vramSample(sample), last, sample.at, historyPause);
            last = sample.at;
        }
    };
    m_link.engine().memoryHistory(now - day, now, m_link.answer<std::vector<HistorySample>>(this, fill));
}

void OverviewPage::restore(const QSettings &settings)
{
    const int range = settings.value(rangeKey).toInt();
    if (range >= 0 && range < m_ranges->actions().size())
        m_ranges->actions()[range]->trigger();
}

void OverviewPage::save(QSettings &settings)
{
    settings.setValue(rangeKey, m_ranges->checkedAction()->data());
}

} // namespace modeldeck
