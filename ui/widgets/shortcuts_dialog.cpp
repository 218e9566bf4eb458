// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>

namespace modeldeck {

ShortcutsDialog::ShortcutsDialog(const QList<QAction *> &actions, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *grid = new QGridLayout(this);
    grid->setHorizontalSpacing(fontMetrics().averageCharWidth() * 4);
    int row = 0;
    for (const QAction *action : actions) {
        if (action->shortcut().isEmpty())
            continue;
        QString name = action->text();
        grid->addWidget(new QLabel(name.remove(QLatin1Char('&'))), row, 0);
        grid->addWidget(new QLabel(action->shortcut().toString(QKeySequence::NativeText)), row, 1);
        ++row;
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    grid->addWidget(buttons, row, 0, 1, 2);
}

} // namespace modeldeck
