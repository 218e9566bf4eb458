// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/kept_splitter.h"

#include <QSettings>

namespace modeldeck {

KeptSplitter::KeptSplitter(const QString &key, const QList<QWidget *> &widgets, const QList<int> &sizes)
    : QSplitter(Qt::Vertical), m_key(key)
{
    for (QWidget *widget : widgets)
        addWidget(widget);
    setChildrenCollapsible(false);
    setSizes(sizes);
}

void KeptSplitter::restore(const QSettings &settings)
{
    restoreState(settings.value(m_key).toByteArray());
}

void KeptSplitter::save(QSettings &settings)
{
    settings.setValue(m_key, saveState());
}

} // namespace modeldeck
