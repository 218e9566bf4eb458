// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logs_page.h"

#include "ui/log_tail.h"
#include "ui/tables/logs_proxy.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/switch_button.h"

#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QStackedWidget>
#include <QTableView>
#include <QUrl>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr auto levelKey = "logs/level"_L1;
}

LogsPage::LogsPage(const QString &logFile, QWidget *parent)
    : QWidget(parent), m_logFile(logFile), m_tail(new LogTail(logFile, this)), m_model(new LogModel(this)),
      m_proxy(new LogsProxy(this)), m_table(new QTableView), m_stack(new QStackedWidget),
      m_empty(new EmptyState), m_level(new QComboBox), m_follow(new SwitchButton(tr("&Follow")))
{
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    buildTable();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->addWidget(buildTop());
    column->addWidget(m_stack, 1);
    connect(m_tail, &LogTail::lines, this, [this](const QStringList &lines) {
        m_model->append(lines);
        if (m_follow->isChecked())
            m_table->scrollToBottom();
    });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &LogsPage::updateEmptyState);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &LogsPage::updateEmptyState);
    updateEmptyState();
}

QWidget *LogsPage::buildTop()
{
    auto *label = new QLabel(tr("&Level"));
    label->setBuddy(m_level);
    m_level->setObjectName(u"logLevel"_s);
    m_level->addItems({tr("all"), tr("from info"), tr("from warnings"), tr("errors only")});
    m_follow->setObjectName(u"logFollow"_s);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keep the newest line in sight"));
    auto *copy = new QPushButton(tr("&Copy"));
    copy->setToolTip(tr("Copy the chosen lines, or all that are shown"));
    auto *folder = new QPushButton(tr("&Open folder"));
    folder->setEnabled(!m_logFile.isEmpty());
    auto *top = new QWidget;
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins({});
    row->addWidget(label);
    row->addWidget(m_level);
    row->addWidget(m_follow);
    row->addStretch();
    row->addWidget(copy);
    row->addWidget(folder);
    connect(m_level, &QComboBox::currentIndexChanged, this, [this](int level) {
        m_proxy->setLevel(LogModel::Severity(level));
        updateEmptyState();
    });
    connect(m_follow, &QCheckBox::toggled, this, [this](bool on) {
        if (on)
            m_table->scrollToBottom();
    });
    connect(copy, &QPushButton::clicked, this, &LogsPage::copySelected);
    connect(folder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_logFile).path())); });
    return top;
}

void LogsPage::buildTable()
{
    m_table->setObjectName(u"logTable"_s);
    m_table->setAccessibleName(tr("Log"));
    m_table->setModel(m_proxy);
    m_table->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() * 5 / 4);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const int em = m_table->fontMetrics().averageCharWidth();
    m_table->setColumnWidth(LogModel::Time, em * 12);
    m_table->setColumnWidth(LogModel::Level, em * 11);
    m_table->setColumnWidth(LogModel::Part, em * 21);
    // Who scrolls up reads: the newest line no longer pulls the view down.
    connect(m_table->verticalScrollBar(), &QScrollBar::actionTriggered, this,
            [this] { m_follow->setChecked(false); });
}

void LogsPage::setSearch(const QString &text)
{
    m_search = text.trimmed();
    m_proxy->setFilterFixedString(m_search);
    updateEmptyState();
}

void LogsPage::updateEmptyState()
{
    if (m_search.isEmpty())
        m_empty->setContent(
            u"logs"_s, tr("No lines to show"),
            tr("What the program writes into its log appears here. The setting log_level decides how "
               "much."));
    else
        m_empty->setNoMatch(m_search);
    m_stack->setCurrentIndex(m_proxy->rowCount() == 0 ? 1 : 0);
}

void LogsPage::copySelected() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    QStringList lines;
    for (const QModelIndex &row : rows)
        lines << row.data(LogModel::LineRole).toString();
    for (int row = 0; rows.isEmpty() && row < m_proxy->rowCount(); ++row)
        lines << m_proxy->index(row, 0).data(LogModel::LineRole).toString();
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void LogsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_tail->setActive(!m_logFile.isEmpty());
}

void LogsPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tail->setActive(false);
}

void LogsPage::restore(const QSettings &settings)
{
    m_level->setCurrentIndex(std::clamp(settings.value(levelKey).toInt(), 0, m_level->count() - 1));
}

void LogsPage::save(QSettings &settings) const
{
    settings.setValue(levelKey, m_level->currentIndex());
}

} // namespace modeldeck
