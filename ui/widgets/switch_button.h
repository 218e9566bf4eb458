// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>

namespace modeldeck {

// A check box that looks like a switch; to the keyboard and to screen readers it is a check box.
class SwitchButton : public QCheckBox
{
    Q_OBJECT
public:
    using QCheckBox::QCheckBox;
    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent *event) override;
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }
};

} // namespace modeldeck
