// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logs_page.h"

#include "ui/log_tail.h"
#include "ui/tables/log_model.h"
#include "ui/tables/searched_table.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/switch_button.h"

#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr auto levelKey = "logs/level"_L1;
}

LogsPage::LogsPage(const QString &logFile, QWidget *parent)
    : QWidget(parent), m_logFile(logFile), m_tail(new LogTail(logFile, this)), m_model(new LogModel(this)),
      m_proxy(new LogsProxy), m_lines(new SearchedTable(u"logTable"_s, tr("Log"), m_model, m_proxy)),
      m_level(new QComboBox), m_follow(new SwitchButton(tr("&Follow")))
{
    m_lines->setEmptyText(
        u"logs"_s, tr("No lines to show"),
        tr("What the program writes into its log appears here. The setting log_level decides how much."));
    buildTable();
    auto *column = new QVBoxLayout(this);
    column->addLayout(buildTop());
    column->addWidget(m_lines, 1);
    connect(m_tail, &LogTail::lines, this, [this](const QStringList &lines) {
        m_model->append(lines);
        if (m_follow->isChecked())
            m_lines->table()->scrollToBottom();
    });
}

QHBoxLayout *LogsPage::buildTop()
{
    m_level->setObjectName(u"logLevel"_s);
    m_level->addItems({tr("all"), tr("from info"), tr("from warnings"), tr("errors only")});
    m_follow->setObjectName(u"logFollow"_s);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keeps the newest line visible"));
    auto *copy = new QPushButton(tr("&Copy"));
    copy->setToolTip(tr("Copies the selected lines, or all lines shown"));
    auto *folder = new QPushButton(tr("&Open folder"));
    folder->setEnabled(!m_logFile.isEmpty());
    connect(m_level, &QComboBox::currentIndexChanged, this,
            [this](int level) { m_proxy->setLevel(LogModel::Severity(level)); });
    connect(m_follow, &QCheckBox::toggled, this, [this](bool on) {
        if (on)
            m_lines->table()->scrollToBottom();
    });
    connect(copy, &QPushButton::clicked, this, &LogsPage::copySelected);
    connect(folder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_logFile).path())); });
    return rowOf({labelFor(m_level, tr("&Level")), m_level, m_follow, nullptr, copy, folder});
}

void LogsPage::buildTable()
{
    QTableView *table = m_lines->table();
    table->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    table->setSelectionMode(QTableView::ExtendedSelection);
    table->setAlternatingRowColors(false);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() * 5 / 4);
    table->horizontalHeader()->setStretchLastSection(true);
    m_lines->setWidth(LogModel::Time, 12);
    m_lines->setWidth(LogModel::Level, 11);
    m_lines->setWidth(LogModel::Part, 21);
    // Somebody who scrolls up is reading: the newest line no longer pulls the view down.
    connect(table->verticalScrollBar(), &QScrollBar::actionTriggered, this,
            [this] { m_follow->setChecked(false); });
}

void LogsPage::copySelected() const
{
    QModelIndexList rows = m_lines->table()->selectionModel()->selectedRows();
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

void LogsPage::save(QSettings &settings)
{
    settings.setValue(levelKey, m_level->currentIndex());
}

} // namespace modeldeck
