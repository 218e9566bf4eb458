// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace modeldeck {

// One of our icons, painted anew at each size, scale and palette.
class IconLabel : public QWidget
{
    Q_OBJECT
public:
    explicit IconLabel(int side, QWidget *parent = nullptr);
    void setIcon(const QString &name);
    QSize sizeHint() const override { return {m_side, m_side}; }

private:
    void paintEvent(QPaintEvent *event) override;

    int m_side;
    QString m_name;
};

} // namespace modeldeck
