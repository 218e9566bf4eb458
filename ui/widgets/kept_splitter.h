// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QSplitter>

namespace modeldeck {

// Widgets one below the other, none of which collapses, with the sizes that a person gave them: they are kept
// from one run to the next.
class KeptSplitter : public QSplitter, public WindowPart
{
    Q_OBJECT
public:
    // `key` is its place in the window's settings. `sizes` are shares, not pixels: the splitter scales them.
    KeptSplitter(const QString &key, const QList<QWidget *> &widgets, const QList<int> &sizes);

    void restore(const QSettings &settings) override;
    void save(QSettings &settings) override;

private:
    QString m_key;
};

} // namespace modeldeck
