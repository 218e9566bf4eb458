// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/models_page.h"

#include "ui/tables/models_panel.h"
#include "ui/tables/models_table.h"
#include "ui/widgets/kept_splitter.h"
#include "ui/widgets/model_details.h"

#include <QVBoxLayout>
#include <cmath>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr double askAgain = 5; // seconds
} // namespace

ModelsPage::ModelsPage(EngineLink &link, Actions &actions, QWidget *parent)
    : QWidget(parent), m_link(link), m_panel(new ModelsPanel(link, actions, u"allModels"_s)),
      m_details(new ModelDetails(actions))
{
    for (const int column : {ModelsModel::Uses, ModelsModel::Dimension})
        m_panel->table()->setColumnHidden(column, false);
    auto *column = new QVBoxLayout(this);
    column->addWidget(new KeptSplitter(u"models/splitter"_s, {m_panel, m_details}, {300, 300}));
    connect(m_panel->table(), &ModelsTable::currentModelChanged, this, [this] {
        m_details->setDiagnosis({});
        showCurrent();
        askWhy();
    });
    showCurrent();
}

void ModelsPage::setSnapshot(const Snapshot &)
{
    if (isVisible())
        showCurrent();
}

void ModelsPage::setNow(EpochSeconds now)
{
    m_now = now;
    if (!isVisible())
        return;
    showCurrent();
    if (std::abs(now - m_asked) >= askAgain)
        askWhy();
}

void ModelsPage::showCurrent()
{
    m_details->setModel(m_link.snapshot().find(m_panel->table()->currentModelId()), m_now);
}

void ModelsPage::askWhy()
{
    const QString id = m_panel->table()->currentModelId();
    if (id.isEmpty())
        return;
    m_asked = m_now;
    const auto show = [this, id](const Result<std::vector<Diagnosis>> &result) {
        if (!result || id != m_panel->table()->currentModelId())
            return;
        QList<Diagnosis> mine;
        for (const Diagnosis &diagnosis : *result) {
            if (diagnosis.modelId == id)
                mine << diagnosis;
        }
        m_details->setDiagnosis(mine);
    };
    m_link.engine().diagnose(m_link.answer<std::vector<Diagnosis>>(this, show));
}

void ModelsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showCurrent();
    askWhy();
}

} // namespace modeldeck
