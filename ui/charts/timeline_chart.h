// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_overlay.h"

#include <QBrush>
#include <QHash>

class QAreaSeries;
class QChart;
class QChartView;
class QLineSeries;
class QValueAxis;

namespace modeldeck {

// Which colour a model has: the same in every chart, for as long as the window lives.
class SeriesColors
{
public:
    int indexOf(const QString &modelId);

private:
    QHash<QString, int> m_indexes;
};

// One memory over time: each model, other programs above them, the rest blank is free. The only class that
// includes Qt Charts (deprecated since Qt 6.10; it needs a QApplication). What keeps it cheap: at most 120
// points a series and one replace() each, axes that never move (time is counted back from now), no
// antialiasing, no animation, nothing while hidden; all else is painted by the overlay.
class TimelineChart : public QWidget
{
    Q_OBJECT
public:
    TimelineChart(const QString &name, std::shared_ptr<SeriesColors> modelColors, QWidget *parent = nullptr);
    ~TimelineChart() override;

    void setCapacity(Bytes capacity, double threshold);
    void setRange(ChartRange range);
    void setPaused(bool paused); // the picture stands; recording goes on
    void addMarker(const ChartMarker &marker);

    void append(EpochSeconds at, const MemorySample &sample);
    // Draws what is new, where that can be seen: every second, every 10 s on the long ranges.
    void advance(EpochSeconds now);

    struct LegendEntry
    {
        QString name;
        QBrush brush;
        bool operator==(const LegendEntry &) const = default;
    };
    std::vector<LegendEntry> legend() const; // from the top of the stack
    QImage image();
    QString csv() const; // of the range shown: time, bytes of each model, other programs, total

Q_SIGNALS:
    void legendChanged();
    void markerClicked(modeldeck::EpochSeconds at);

private:
    void draw();
    void setSeriesCount(std::size_t models);
    void replacePoints(const SeriesBuffer::View &view, const QStringList &order);
    void updateColors();
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

    std::shared_ptr<SeriesColors> m_modelColors;
    SeriesBuffer m_buffer;
    std::vector<ChartMarker> m_markers;
    Bytes m_capacity;
    double m_threshold = 0;
    ChartRange m_range = ChartRange::Minute;
    bool m_paused = false;
    EpochSeconds m_now = 0;
    EpochSeconds m_drawn = 0;
    QStringList m_order;       // the models drawn, from the bottom
    SeriesBuffer::View m_view; // as drawn

    QChart *m_chart;
    QChartView *m_chartView;
    ChartOverlay *m_overlay;
    QValueAxis *m_timeAxis;
    QValueAxis *m_bytesAxis;
    std::vector<QLineSeries *> m_lines; // [0] is the bottom edge
    std::vector<QAreaSeries *> m_areas; // [i] between lines i and i + 1; the last: other programs
};

} // namespace modeldeck
