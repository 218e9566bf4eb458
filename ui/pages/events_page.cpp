// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/events_page.h"

#include "ui/engine_link.h"
#include "ui/tables/events_model.h"
#include "ui/tables/searched_table.h"
#include "ui/widgets/kept_splitter.h"
#include "ui/widgets/receipt_view.h"
#include "ui/widgets/switch_button.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr auto receiptsOnlyKey = "events/receipts_only"_L1;
constexpr int earlierEvents = 300; // of earlier runs

// Keeps the model's order, newest first; hides what the search and the check box do not want.
class EventsProxy : public QSortFilterProxyModel
{
public:
    void setReceiptsOnly(bool only)
    {
        m_receiptsOnly = only;
        invalidateRowsFilter();
    }

private:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const auto *events = static_cast<EventsModel *>(sourceModel());
        return (!m_receiptsOnly || events->event(row).receipt) &&
               QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }

    bool m_receiptsOnly = false;
};

} // namespace

EventsPage::EventsPage(EngineLink &link, QWidget *parent)
    : QWidget(parent), m_model(new EventsModel(this)), m_receiptsOnly(new SwitchButton(tr("&Receipts only"))),
      m_receipt(new ReceiptView)
{
    auto *proxy = new EventsProxy;
    m_events = new SearchedTable(u"eventsTable"_s, tr("Events"), m_model, proxy);
    m_events->setEmptyText(u"events"_s, tr("Nothing to show"),
                           tr("Loads, unloads and errors appear here. Each unload leaves a receipt that says "
                              "how much memory it freed."));
    fitColumns();

    auto *column = new QVBoxLayout(this);
    column->addWidget(m_receiptsOnly, 0, Qt::AlignLeading);
    column->addWidget(new KeptSplitter(u"events/splitter"_s, {m_events, m_receipt}, {300, 200}), 1);

    connect(m_receiptsOnly, &QCheckBox::toggled, this, [proxy](bool only) { proxy->setReceiptsOnly(only); });
    connect(m_events, &SearchedTable::currentRowChanged, this, &EventsPage::showCurrent);
    showCurrent();
    link.engine().events(earlierEvents, link.answer<std::vector<Event>>(this, [this](const auto &events) {
        if (events)
            m_model->addEarlier(*events);
    }));
}

void EventsPage::fitColumns()
{
    QTableView *table = m_events->table();
    constexpr EpochSeconds day = 86400;
    const QString anotherDay = wording::moment(0, 10 * day);
    table->setColumnWidth(EventsModel::Time, table->fontMetrics().horizontalAdvance(anotherDay) +
                                                 2 * table->fontMetrics().averageCharWidth());
    m_events->setWidth(EventsModel::Model, 24);
    m_events->setWidth(EventsModel::Returned, 12);
    m_events->setWidth(EventsModel::Took, 10);
    table->horizontalHeader()->setSectionResizeMode(EventsModel::What, QHeaderView::Stretch);
}

void EventsPage::showMoment(EpochSeconds at)
{
    if (const int row = m_model->rowNear(at); row >= 0)
        m_events->choose(row);
}

void EventsPage::showCurrent()
{
    const int row = m_events->currentRow();
    if (row < 0)
        return m_receipt->setMessage(tr("Choose an unload to see its receipt."));
    const Event &event = m_model->event(row);
    if (event.receipt)
        m_receipt->setReceipt(*event.receipt, m_model->now());
    else
        m_receipt->setMessage(tr("%1\nThis event has no receipt.").arg(EventsModel::describe(event)));
}

void EventsPage::restore(const QSettings &settings)
{
    m_receiptsOnly->setChecked(settings.value(receiptsOnlyKey).toBool());
}

void EventsPage::save(QSettings &settings)
{
    settings.setValue(receiptsOnlyKey, m_receiptsOnly->isChecked());
}

} // namespace modeldeck
