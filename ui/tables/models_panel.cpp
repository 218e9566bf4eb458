// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/models_panel.h"

#include "ui/actions.h"
#include "ui/tables/models_table.h"
#include "ui/widgets/empty_state.h"

#include <QMenu>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

ModelsPanel::ModelsPanel(EngineLink &link, Actions &actions, const QString &name, QWidget *parent)
    : QStackedWidget(parent), m_link(link), m_actions(actions), m_table(new ModelsTable(name)),
      m_empty(new EmptyState)
{
    addWidget(m_table);
    addWidget(m_empty);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *menu = m_actions.createModelMenu(this);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this, menu](QPoint at) {
        if (!m_table->currentModelId().isEmpty())
            menu->popup(m_table->viewport()->mapToGlobal(at));
    });
    connect(m_table, &ModelsTable::currentModelChanged, this,
            [this] { m_actions.setModelId(m_table->currentModelId()); });
    connect(m_table, &ModelsTable::actionClicked, this, &ModelsPanel::runRowAction);
    connect(m_table, &ModelsTable::contents, this, &ModelsPanel::updateEmptyState);
    connect(m_actions.showNotInstalled, &QAction::toggled, m_table, &ModelsTable::setShowsNotInstalled);
    updateEmptyState();
}

void ModelsPanel::runRowAction(const QString &modelId, RowAction action)
{
    switch (action) {
    case RowAction::Load:
        return m_link.run({Command::Kind::Load, modelId});
    case RowAction::Cancel:
        return m_link.run({Command::Kind::CancelLoad, modelId});
    case RowAction::Unload:
        return m_link.run({Command::Kind::Unload, modelId});
    case RowAction::None:
        return;
    }
}

void ModelsPanel::setSnapshot(const Snapshot &)
{
    updateEmptyState();
}

void ModelsPanel::setSearch(const QString &text)
{
    m_search = text;
    updateEmptyState();
}

QString ModelsPanel::modelsFolder() const
{
    const QStringList folders = m_link.snapshot().settings[ModelsDirectories];
    return folders.isEmpty() ? u"~/.local/share/modeldeck/models"_s : folders.first();
}

void ModelsPanel::updateEmptyState()
{
    if (std::ranges::none_of(m_link.snapshot().models, &ModelView::installed)) {
        m_empty->setContent(
            u"box"_s, tr("No model is installed"),
            tr("Download a CLIP model into the Hugging Face cache, or put one into "
               "%1/<architecture>/<weights>/, then "
               "rescan (F5). To try Modeldeck without a download, make an untrained demo model.")
                .arg(modelsFolder()),
            u"hf download timm/vit_large_patch14_clip_224.openai\n"
            "modeldeck-synthetic-model --tiny --variant ViT-B-32/openai %1"_s.arg(modelsFolder()));
    } else {
        m_empty->setNoMatch(m_search);
    }
    setCurrentIndex(m_table->isEmpty() ? 1 : 0);
}

} // namespace modeldeck
