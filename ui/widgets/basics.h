// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLabel;
class QScrollArea;
class QTableView;
class QToolButton;
class QVBoxLayout;

// Widgets as this window wants them everywhere.
namespace modeldeck {

// Labels show names of models and files: they never take them for markup.
QLabel *plainLabel(const QString &text = {});
QLabel *wrappedLabel(const QString &text = {});
QLabel *selectableLabel(); // wrapped
QLabel *headingLabel(const QString &text = {});

// A button without words: `name` is its tool tip and what a screen reader says.
QToolButton *iconButton(const QString &iconName, const QString &name);

// The column that `area` scrolls up and down, as wide as the area.
QVBoxLayout *scrolledColumn(QScrollArea *area);

// Rows without a grid, of one height and chosen as a whole.
void showRows(QTableView *table, const QString &objectName, const QString &accessibleName);

} // namespace modeldeck
