// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/receipts_page.h"

#include "ui/tables/events_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/receipt_view.h"
#include "ui/widgets/switch_button.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr auto splitterKey = "events/splitter";
constexpr auto receiptsOnlyKey = "events/receipts_only";

// Keeps the model's order, newest first; hides what the search and the check box do not want.
class EventsProxy : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
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

ReceiptsPage::ReceiptsPage(QWidget *parent)
    : QWidget(parent), m_model(new EventsModel(this)), m_table(new QTableView), m_stack(new QStackedWidget),
      m_empty(new EmptyState), m_splitter(new QSplitter(Qt::Vertical)),
      m_receiptsOnly(new SwitchButton(tr("&Receipts only"))), m_receipt(new ReceiptView)
{
    auto *proxy = new EventsProxy(this);
    m_proxy = proxy;
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    buildTable();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_receipt);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({300, 200});

    auto *column = new QVBoxLayout(this);
    column->addWidget(m_receiptsOnly, 0, Qt::AlignLeading);
    column->addWidget(m_splitter, 1);

    connect(m_receiptsOnly, &QCheckBox::toggled, this, [proxy](bool only) { proxy->setReceiptsOnly(only); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ReceiptsPage::showCurrent);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &ReceiptsPage::updateEmptyState);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &ReceiptsPage::updateEmptyState);
    updateEmptyState();
    showCurrent();
}

void ReceiptsPage::buildTable()
{
    m_table->setObjectName(u"eventsTable"_s);
    m_table->setAccessibleName(tr("Events"));
    m_table->setModel(m_proxy);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    m_table->horizontalHeader()->setHighlightSections(false);
    const int em = fontMetrics().averageCharWidth();
    constexpr EpochSeconds day = 86400;
    const QString anotherDay = wording::moment(0, 10 * day);
    m_table->setColumnWidth(EventsModel::Time, m_table->fontMetrics().horizontalAdvance(anotherDay) + 2 * em);
    m_table->setColumnWidth(EventsModel::Model, em * 24);
    m_table->setColumnWidth(EventsModel::Returned, em * 12);
    m_table->setColumnWidth(EventsModel::Took, em * 10);
    m_table->horizontalHeader()->setSectionResizeMode(EventsModel::What, QHeaderView::Stretch);
}

void ReceiptsPage::setSnapshot(const Snapshot &snapshot)
{
    m_model->addReceipts(*snapshot.receipts);
}

void ReceiptsPage::noteEvent(const Event &event)
{
    m_model->add(event);
}

void ReceiptsPage::addEarlier(const std::vector<Event> &events)
{
    m_model->addEarlier(events);
}

void ReceiptsPage::setNow(EpochSeconds now)
{
    m_now = now;
    m_model->setNow(now);
}

void ReceiptsPage::setSearch(const QString &text)
{
    m_search = text.trimmed();
    m_proxy->setFilterFixedString(m_search);
    updateEmptyState();
}

void ReceiptsPage::showMoment(EpochSeconds at)
{
    const int row = m_model->rowNear(at);
    if (row < 0)
        return;
    const QModelIndex index = m_proxy->mapFromSource(m_model->index(row, 0));
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

void ReceiptsPage::showCurrent()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty()) {
        m_receipt->setMessage(tr("Choose an unload to see its receipt."));
        return;
    }
    const Event &event = m_model->event(m_proxy->mapToSource(rows.first()).row());
    if (event.receipt)
        m_receipt->setReceipt(*event.receipt, m_now);
    else
        m_receipt->setMessage(tr("%1\nThis event has no receipt.").arg(EventsModel::describe(event)));
}

void ReceiptsPage::updateEmptyState()
{
    if (m_search.isEmpty())
        m_empty->setContent(
            u"events"_s, tr("Nothing to show"),
            tr("Loads, unloads and errors appear here; each unload leaves a receipt that says what "
               "came back."));
    else
        m_empty->setNoMatch(m_search);
    m_stack->setCurrentIndex(m_proxy->rowCount() == 0 ? 1 : 0);
}

void ReceiptsPage::restore(const QSettings &settings)
{
    m_splitter->restoreState(settings.value(QLatin1StringView(splitterKey)).toByteArray());
    m_receiptsOnly->setChecked(settings.value(QLatin1StringView(receiptsOnlyKey)).toBool());
}

void ReceiptsPage::save(QSettings &settings) const
{
    settings.setValue(QLatin1StringView(splitterKey), m_splitter->saveState());
    settings.setValue(QLatin1StringView(receiptsOnlyKey), m_receiptsOnly->isChecked());
}

} // namespace modeldeck
