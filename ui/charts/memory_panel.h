// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/timeline_chart.h"

class QGridLayout;
class QLabel;

namespace modeldeck {

// A chart with its title, its numbers of the moment and its legend, and the menu that saves it.
class MemoryPanel : public QWidget
{
    Q_OBJECT
public:
    // `fileName` without an ending is what saving proposes.
    MemoryPanel(const QString &name, const QString &fileName, std::shared_ptr<SeriesColors> colors,
                QWidget *parent = nullptr);

    TimelineChart *chart() const { return m_chart; }
    void setNumbers(Bytes used, Bytes total);

Q_SIGNALS:
    void saveFailed(const QString &path, const QString &why);

private:
    class Legend;
    void placeLegend();
    void resizeEvent(QResizeEvent *event) override;
    void save(const QString &ending, const QString &filter);

    QString m_fileName;
    TimelineChart *m_chart;
    QGridLayout *m_top;
    QLabel *m_title;
    QLabel *m_numbers;
    Legend *m_legend;
    bool m_legendBelow = false; // the title, where it has no room beside it
};

} // namespace modeldeck
