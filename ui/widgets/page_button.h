// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

class QHBoxLayout;
class QLabel;

namespace modeldeck {

// One page in the side bar: its icon and name, and at the far end a number or a drawing.
class PageButton : public QToolButton
{
    Q_OBJECT
public:
    explicit PageButton(QAction *action, QWidget *parent = nullptr);

    void setDrawing(QWidget *drawing); // takes it
    // `words` say to a screen reader what is counted. A count of 0 is not shown.
    void setCount(int count, const QString &words);

    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent *event) override;

    QHBoxLayout *m_row;
    QLabel *m_count;
};

} // namespace modeldeck
