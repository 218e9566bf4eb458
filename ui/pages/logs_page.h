// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QCheckBox;
class QSettings;
class QStackedWidget;
class QTableView;

namespace modeldeck {

class EmptyState;
class LogModel;
class LogsProxy;
class LogTail;

// The program's log as it is written. The search of the window filters it, and so does the level.
class LogsPage : public QWidget
{
    Q_OBJECT
public:
    // Without a file there is nothing to follow, and the page says so.
    explicit LogsPage(const QString &logFile, QWidget *parent = nullptr);

    void setSearch(const QString &text);
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

private:
    void buildTable();
    QWidget *buildTop();
    void updateEmptyState();
    void copySelected() const;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

    QString m_logFile;
    QString m_search;
    LogTail *m_tail;
    LogModel *m_model;
    LogsProxy *m_proxy;
    QTableView *m_table;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QComboBox *m_level;
    QCheckBox *m_follow;
};

} // namespace modeldeck
