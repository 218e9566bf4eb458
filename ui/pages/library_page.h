// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QToolButton;
class QVBoxLayout;

namespace modeldeck {

class Actions;
class CommandLine;
class EmptyState;
class LibraryModel;
class PullBar;

// What models there are: where the installed ones lie and whether they are sound, and how to get the others.
class LibraryPage : public QWidget
{
    Q_OBJECT
public:
    LibraryPage(EngineLink &link, Actions &actions, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    void setSearch(const QString &text);

    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

private:
    void buildTable();
    QWidget *buildDetails();
    QWidget *buildTop(Actions &actions);
    const ModelView *current() const;
    void showCurrent();
    void updateEmptyState();
    void showPulls(const Snapshot &snapshot);
    void openFolder();
    void verify();
    void pull();

    EngineLink &m_link;
    LibraryModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QTableView *m_table;
    EmptyState *m_empty;
    QStackedWidget *m_stack; // the table, or why it is empty
    QLabel *m_title;
    QLabel *m_text;
    CommandLine *m_command;
    QPushButton *m_open;
    QPushButton *m_verify;
    QLineEdit *m_pullName;
    QPushButton *m_pull;
    QToolButton *m_curl;
    QVBoxLayout *m_pulls;
    QMap<QString, PullBar *> m_pullBars; // of the downloads that run
    QString m_shown;                     // the model whose details stand there
    QString m_verdict;                   // what verifying it said; empty: it was not asked
};

} // namespace modeldeck
