// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;

namespace modeldeck {

struct Fact
{
    QString name;
    QString value; // empty: the line is left out
};

// Names with their values, one line each. Labels are reused: what does not change is not touched.
class FactsView : public QWidget
{
    Q_OBJECT
public:
    explicit FactsView(QWidget *parent = nullptr);
    void setFacts(const QList<Fact> &facts);

private:
    QLabel *cell(int row, int column);

    QGridLayout *m_grid;
};

} // namespace modeldeck
