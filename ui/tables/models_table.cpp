// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/models_table.h"

#include "ui/tables/delegates.h"
#include "ui/tables/models_proxy.h"
#include "ui/widgets/basics.h"

#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <utility>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr auto stateKey = "/columns"_L1;
}

ModelsTable::ModelsTable(const QString &name, QWidget *parent)
    : QTableView(parent), m_model(new ModelsModel(this)), m_proxy(new ModelsProxy(this)),
      m_stateWidth(fontMetrics().averageCharWidth() * 26)
{
    showRows(this, name, tr("Models"));
    m_proxy->setSourceModel(m_model);
    setModel(m_proxy);
    setSelectionMode(SingleSelection);
    setSortingEnabled(true);
    sortByColumn(ModelsModel::Name, Qt::AscendingOrder);
    setAlternatingRowColors(true);
    setMouseTracking(true); // for the buttons' hover
    setHorizontalScrollMode(ScrollPerPixel);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setMinimumSectionSize(fontMetrics().averageCharWidth() * 8);
    horizontalHeader()->setSectionResizeMode(ModelsModel::Name,
                                             QHeaderView::Stretch); // takes what the others leave
    horizontalHeader()->resizeSection(ModelsModel::State, m_stateWidth);
    for (const int column : {ModelsModel::Uses, ModelsModel::Dimension})
        setColumnHidden(column, true);
    setColumnHidden(ModelsModel::Vram, true); // until there is a GPU

    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, &ModelsTable::showColumnMenu);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (column == ModelsModel::State && !m_fitting)
            m_stateWidth = width;
    });

    auto *action = new ActionDelegate(this);
    setItemDelegateForColumn(ModelsModel::State, new StateDelegate(this));
    for (const int column : {ModelsModel::Vram, ModelsModel::Ram, ModelsModel::UnloadsIn})
        setItemDelegateForColumn(column, new BarDelegate(this));
    setItemDelegateForColumn(ModelsModel::Action, action);
    fitRows();

    connect(action, &ActionDelegate::clicked, this, [this](const QModelIndex &index) {
        Q_EMIT actionClicked(index.data(ModelsModel::IdRole).toString(),
                             RowAction(index.data(ModelsModel::ActionRole).toInt()));
    });
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ModelsTable::currentModelChanged);
    const auto tell = [this] { Q_EMIT contents(isEmpty()); };
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, tell);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, tell);
}

// Rows have one height, which the style's button decides: a table of a thousand rows measures none of them.
void ModelsTable::fitRows()
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int button = itemDelegateForColumn(ModelsModel::Action)->sizeHint(option, {}).height();
    verticalHeader()->setDefaultSectionSize(qMax(button, fontMetrics().height() * 2));
}

// Offers the columns that may be hidden. VRAM is not one of them: it is shown if there is a GPU.
void ModelsTable::showColumnMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const int column : {ModelsModel::Ram, ModelsModel::UnloadsIn, ModelsModel::LastUsed,
                             ModelsModel::Uses, ModelsModel::Dimension}) {
        QAction *action =
            menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            m_hiddenForRoom.removeAll(column);
            setColumnHidden(column, !on);
        });
    }
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

void ModelsTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

// In a narrow window the name stays readable: columns that the details show too are hidden first, then the
// state shrinks to its sign, whose tool tip has the words.
void ModelsTable::fitColumns()
{
    m_fitting = true;
    for (const int column : std::exchange(m_hiddenForRoom, {}))
        setColumnHidden(column, false);
    const int em = fontMetrics().averageCharWidth();
    int left = viewport()->width() - (22 + 12) * em;
    for (int column = 0; column < ModelsModel::ColumnCount; ++column) {
        if (column != ModelsModel::Name && column != ModelsModel::State)
            left -= horizontalHeader()->sectionSize(column); // 0 of one that is hidden
    }
    for (const int column : {ModelsModel::Dimension, ModelsModel::Uses, ModelsModel::LastUsed}) {
        if (left >= 0 || isColumnHidden(column))
            continue;
        left += horizontalHeader()->sectionSize(column);
        setColumnHidden(column, true);
        m_hiddenForRoom << column;
    }
    horizontalHeader()->resizeSection(ModelsModel::State,
                                      qMin(12 * em + qMax(left, 0), qMax(m_stateWidth, 12 * em)));
    m_fitting = false;
}

void ModelsTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitRows();
}

void ModelsTable::setSnapshot(const Snapshot &snapshot)
{
    m_model->setSnapshot(snapshot);
    const bool changed = isColumnHidden(ModelsModel::Vram) != snapshot.gpus.empty();
    setColumnHidden(ModelsModel::Vram, snapshot.gpus.empty());
    if (!m_fitted && !isEmpty()) {
        m_fitted = true;
        if (!m_restored)
            for (int column = ModelsModel::Vram; column < ModelsModel::ColumnCount; ++column)
                resizeColumnToContents(column);
        fitColumns();
    } else if (changed) {
        fitColumns();
    }
}

// A thousand countdowns that nobody sees need not run.
void ModelsTable::setNow(EpochSeconds now)
{
    m_now = now;
    if (isVisible())
        m_model->setNow(now);
}

void ModelsTable::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    m_model->setNow(m_now);
}

void ModelsTable::setSearch(const QString &text)
{
    m_proxy->setSearch(text);
}

void ModelsTable::setShowsNotInstalled(bool shows)
{
    m_proxy->setShowsNotInstalled(shows);
}

QString ModelsTable::currentModelId() const
{
    const QModelIndexList rows = selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.first().data(ModelsModel::IdRole).toString();
}

void ModelsTable::selectModel(const QString &id)
{
    const QModelIndexList found =
        m_proxy->match(m_proxy->index(0, 0), ModelsModel::IdRole, id, 1, Qt::MatchExactly);
    if (!found.isEmpty())
        selectRow(found.first().row());
}

bool ModelsTable::isEmpty() const
{
    return m_proxy->rowCount() == 0;
}

void ModelsTable::restore(const QSettings &settings)
{
    m_restored = horizontalHeader()->restoreState(settings.value(objectName() + stateKey).toByteArray());
}

// Saves the columns as the person arranged them, not as this window has room for them. Before the first model
// there is nothing to save: they do not fit their contents yet.
void ModelsTable::save(QSettings &settings)
{
    if (!m_fitted)
        return;
    m_fitting = true;
    for (const int column : m_hiddenForRoom)
        setColumnHidden(column, false);
    horizontalHeader()->resizeSection(ModelsModel::State, m_stateWidth);
    settings.setValue(objectName() + stateKey, horizontalHeader()->saveState());
    fitColumns();
}

} // namespace modeldeck
