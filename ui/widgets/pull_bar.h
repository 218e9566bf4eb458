// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace modeldeck {

// One download of a text model, with the button that stops it.
class PullBar : public QWidget
{
    Q_OBJECT
public:
    explicit PullBar(const QString &name, QWidget *parent = nullptr);
    void setPull(const PullView &pull);

Q_SIGNALS:
    void cancelled();

private:
    QLabel *m_text;
    QProgressBar *m_bar;
};

} // namespace modeldeck
