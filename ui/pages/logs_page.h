// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QCheckBox;

namespace modeldeck {

class LogModel;
class LogsProxy;
class LogTail;
class SearchedTable;

// The program's log as it is written. The search of the window filters it, and so does the level.
class LogsPage : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    // Without a file there is nothing to follow, and the page says so.
    explicit LogsPage(const QString &logFile, QWidget *parent = nullptr);

    void restore(const QSettings &settings) override;
    void save(QSettings &settings) override;

private:
    void buildTable();
    QHBoxLayout *buildTop();
    void copySelected() const;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

    QString m_logFile;
    LogTail *m_tail;
    LogModel *m_model;
    LogsProxy *m_proxy;
    SearchedTable *m_lines;
    QComboBox *m_level;
    QCheckBox *m_follow;
};

} // namespace modeldeck
