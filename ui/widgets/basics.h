// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <initializer_list>

class QAction;
class QHBoxLayout;
class QLabel;
class QScrollArea;
class QTableView;
class QToolButton;
class QVBoxLayout;
class QWidget;

// Widgets as this window wants them everywhere.
namespace modeldeck {

// Labels show names of models and files: they never take them for markup.
QLabel *plainLabel(const QString &text = {});
QLabel *wrappedLabel(const QString &text = {});
QLabel *selectableLabel(const QString &text = {}); // wrapped
QLabel *headingLabel(const QString &text = {});
QLabel *labelFor(QWidget *buddy, const QString &text);

// A button without words. Screen readers say the tool tip, unless `name` says more.
QToolButton *iconButton(const QString &iconName, const QString &toolTip, const QString &name = {});
QToolButton *actionButton(QAction *action); // with the words beside the icon
// In place of a null widget there is a stretch; `wide` takes what the others leave.
QHBoxLayout *rowOf(std::initializer_list<QWidget *> widgets, const QWidget *wide = nullptr);

// The column that `area` scrolls up and down, as wide as the area.
QVBoxLayout *scrolledColumn(QScrollArea *area);

// Rows without a grid, of one height and chosen as a whole.
void showRows(QTableView *table, const QString &objectName, const QString &accessibleName);

} // namespace modeldeck
