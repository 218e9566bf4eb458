// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/window_part.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace modeldeck {

class Actions;
class CommandLine;
class LibraryModel;
class PullBar;
class SearchedTable;

// The models there are: where the installed ones are stored, whether their files are sound, and how to get
// the others.
class LibraryPage : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    LibraryPage(EngineLink &link, Actions &actions, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot) override;

    void restore(const QSettings &settings) override;
    void save(QSettings &settings) override;

private:
    SearchedTable *buildTable();
    QWidget *buildDetails();
    QHBoxLayout *buildTop(Actions &actions);
    const ModelView *current() const;
    void showCurrent();
    void showPulls(const Snapshot &snapshot);
    void openFolder();
    void verify();
    void pull();

    EngineLink &m_link;
    LibraryModel *m_model;
    SearchedTable *m_table;
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
