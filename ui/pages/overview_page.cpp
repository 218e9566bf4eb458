// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include "ui/actions.h"
#include "ui/charts/memory_panel.h"
#include "ui/charts/samples.h"
#include "ui/engine_link.h"
#include "ui/icons.h"
#include "ui/tables/models_table.h"
#include "ui/widgets/empty_state.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr auto rangeKey = "overview/range";
constexpr auto splitterKey = "overview/splitter";
} // namespace

OverviewPage::OverviewPage(EngineLink &link, Actions &actions, QWidget *parent)
    : QWidget(parent), m_link(link), m_actions(actions), m_table(new ModelsTable), m_empty(new EmptyState),
      m_stack(new QStackedWidget), m_splitter(new QSplitter(Qt::Vertical)), m_ranges(new QActionGroup(this)),
      m_hint(new QLabel)
{
    const auto colors = std::make_shared<SeriesColors>();
    m_ram = new MemoryPanel(tr("System memory"), tr("system-memory"), colors);
    m_vram = new MemoryPanel(tr("GPU memory"), tr("gpu-memory"), colors);
    m_ram->setToolTip(tr("Private memory. Mapped model files are page cache, which is given back by itself: the "
                         "models table shows them."));
    m_vram->hide(); // until there is a GPU
    for (MemoryPanel *panel : {m_vram, m_ram}) {
        m_splitter->addWidget(panel);
        connect(panel->chart(), &TimelineChart::markerClicked, this, &OverviewPage::markerClicked);
        connect(panel, &MemoryPanel::saveFailed, this, &OverviewPage::saveFailed);
    }
    buildTable();
    m_splitter->addWidget(m_stack);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({200, 200, 300}); // shares, not pixels: the splitter scales them

    auto *column = new QVBoxLayout(this);
    column->addLayout(buildControls());
    column->addWidget(m_splitter, 1);
    updateEmptyState();
}

QHBoxLayout *OverviewPage::buildControls()
{
    m_hint->setObjectName(u"overviewHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
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
    connect(m_ranges, &QActionGroup::triggered, this, [this](QAction *action) { setRange(action->data().toInt()); });

    auto *pause = new QAction(icon(u"pause"_s), tr("Hold the charts"), this);
    pause->setCheckable(true);
    pause->setToolTip(tr("Hold the charts still; recording goes on"));
    connect(pause, &QAction::toggled, m_ram->chart(), &TimelineChart::setPaused);
    connect(pause, &QAction::toggled, m_vram->chart(), &TimelineChart::setPaused);
    addButton(pause);
    return row;
}

void OverviewPage::buildTable()
{
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *menu = m_actions.createModelMenu(this);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this, menu](QPoint at) {
        if (!m_table->currentModelId().isEmpty())
            menu->popup(m_table->viewport()->mapToGlobal(at));
    });
    connect(m_table, &ModelsTable::currentModelChanged, this,
            [this] { m_actions.setModelId(m_table->currentModelId()); });
    connect(m_table, &ModelsTable::actionClicked, this, &OverviewPage::runRowAction);
    connect(m_table, &ModelsTable::contents, this, &OverviewPage::updateEmptyState);
    connect(m_actions.showNotInstalled, &QAction::toggled, this, [this](bool on) {
        m_table->setShowsNotInstalled(on);
        updateEmptyState();
    });
}

void OverviewPage::runRowAction(const QString &modelId, RowAction action)
{
    switch (action) {
    case RowAction::Load: return m_link.run({Command::Kind::Load, modelId, {}});
    case RowAction::Cancel: return m_link.run({Command::Kind::CancelLoad, modelId, {}});
    case RowAction::Unload: return m_link.run({Command::Kind::Unload, modelId, {}});
    case RowAction::None: return;
    }
}

void OverviewPage::setRange(int range)
{
    m_ram->chart()->setRange(ChartRange(range));
    m_vram->chart()->setRange(ChartRange(range));
}

void OverviewPage::setSnapshot(const Snapshot &snapshot)
{
    m_table->setSnapshot(snapshot);
    QStringList hints;
    if (snapshot.gpus.empty())
        hints << tr("Using the CPU; models live in RAM.");
    if (std::ranges::none_of(snapshot.models, &ModelView::loaded))
        hints << tr("Models load on first use.");
    m_hint->setText(hints.join(u' '));

    const double threshold = snapshot.settings->real(Key::MemoryPressureThreshold);
    const MemoryTotals ram = ramTotals(snapshot);
    m_ram->setNumbers(ram.used, ram.total);
    m_ram->chart()->setCapacity(ram.total, threshold);
    const MemoryTotals vram = vramTotals(snapshot);
    m_vram->setNumbers(vram.used, vram.total);
    m_vram->chart()->setCapacity(vram.total, threshold);
    m_vram->setVisible(!snapshot.gpus.empty());
    updateEmptyState();
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
    m_table->setNow(now);
    const Snapshot &snapshot = m_link.snapshot();
    if (snapshot.sequence == 0) // nothing is known yet, which is a gap
        return;
    m_ram->chart()->append(now, ramSample(snapshot));
    m_ram->chart()->advance(now);
    if (snapshot.gpus.empty())
        return;
    m_vram->chart()->append(now, vramSample(snapshot));
    // Two charts in one turn of the event loop would be a long one.
    QTimer::singleShot(std::chrono::milliseconds(100), m_vram, [this, now] { m_vram->chart()->advance(now); });
}

void OverviewPage::setSearch(const QString &text)
{
    m_search = text;
    m_table->setSearch(text);
    updateEmptyState();
}

QString OverviewPage::modelsFolder() const
{
    const QStringList folders = m_link.snapshot().settings->list(Key::ModelsDirectories);
    return folders.isEmpty() ? u"~/.local/share/modeldeck/models"_s : folders.first();
}

void OverviewPage::updateEmptyState()
{
    if (std::ranges::none_of(m_link.snapshot().models, &ModelView::installed)) {
        m_empty->setContent(
            u"box"_s, tr("No model is installed"),
            tr("Download a CLIP model into the Hugging Face cache, or put one into %1/<architecture>/<weights>/, then "
               "rescan (F5). To try Modeldeck without a download, make an untrained demo model.")
                .arg(modelsFolder()),
            u"hf download timm/vit_large_patch14_clip_224.openai\n"
            "modeldeck-synthetic-model --tiny --variant ViT-B-32/openai %1"_s.arg(modelsFolder()));
    } else {
        m_empty->setContent(u"search"_s, tr("No model matches the search"),
                            tr("Nothing here has “%1” in its name or state.").arg(m_search));
    }
    m_stack->setCurrentIndex(m_table->isEmpty() ? 1 : 0);
}

void OverviewPage::restore(const QSettings &settings)
{
    m_table->restore(settings);
    m_splitter->restoreState(settings.value(QLatin1StringView(splitterKey)).toByteArray());
    const int range = settings.value(QLatin1StringView(rangeKey)).toInt();
    if (range >= 0 && range < m_ranges->actions().size())
        m_ranges->actions()[range]->trigger();
}

void OverviewPage::save(QSettings &settings) const
{
    m_table->save(settings);
    settings.setValue(QLatin1StringView(splitterKey), m_splitter->saveState());
    settings.setValue(QLatin1StringView(rangeKey), m_ranges->checkedAction()->data());
}

} // namespace modeldeck
