// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include "ui/actions.h"
#include "ui/engine_link.h"
#include "ui/tables/models_table.h"
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

OverviewPage::OverviewPage(EngineLink &link, Actions &actions, QWidget *parent)
    : QWidget(parent), m_link(link), m_actions(actions), m_table(new ModelsTable), m_empty(new EmptyState),
      m_stack(new QStackedWidget), m_hint(new QLabel)
{
    m_hint->setObjectName(u"overviewHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);

    auto *column = new QVBoxLayout(this);
    column->addWidget(m_stack, 1);
    column->addWidget(m_hint);

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
    updateEmptyState();
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

void OverviewPage::setSnapshot(const Snapshot &snapshot)
{
    m_table->setSnapshot(snapshot);
    QStringList hints;
    if (snapshot.gpus.empty())
        hints << tr("Using the CPU; models live in RAM.");
    if (std::ranges::none_of(snapshot.models, &ModelView::loaded))
        hints << tr("Nothing is loaded: models load on first use.");
    m_hint->setText(hints.join(u' '));
    m_hint->setVisible(!hints.isEmpty());
    updateEmptyState();
}

void OverviewPage::setNow(EpochSeconds now)
{
    m_table->setNow(now);
}

void OverviewPage::setSearch(const QString &text)
{
    m_search = text;
    m_table->setSearch(text);
    updateEmptyState();
}

void OverviewPage::updateEmptyState()
{
    const auto &models = m_link.snapshot().models;
    if (std::ranges::none_of(models, &ModelView::installed)) {
        const QStringList folders = m_link.snapshot().settings->list(Key::ModelsDirectories);
        const QString folder = folders.isEmpty() ? u"~/.local/share/modeldeck/models"_s : folders.first();
        m_empty->setContent(
            u"box"_s, tr("No model is installed"),
            tr("Put a CLIP model into %1/<architecture>/<weights>/, or download one into the Hugging Face cache. "
               "Then rescan (F5). To try Modeldeck without a download, make an untrained demo model.").arg(folder),
            u"hf download timm/vit_large_patch14_clip_224.openai\n"
            "modeldeck-synthetic-model %1/ViT-tiny/demo"_s.arg(folder));
    } else {
        m_empty->setContent(u"search"_s, tr("No model matches the search"),
                            tr("Nothing here has “%1” in its name or state.").arg(m_search));
    }
    m_stack->setCurrentIndex(m_table->isEmpty() ? 1 : 0);
}

void OverviewPage::restore(const QSettings &settings)
{
    m_table->restore(settings);
}

void OverviewPage::save(QSettings &settings) const
{
    m_table->save(settings);
}

} // namespace modeldeck
