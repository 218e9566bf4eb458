// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/series_buffer.h"

#include <QWidget>

namespace modeldeck {

// Something that happened, at its moment on the chart.
struct ChartMarker
{
    enum class Kind { Load, Unload, Switch, Failure };
    EpochSeconds at = 0;
    Kind kind = Kind::Load;
    QString text; // "ViT-L-14/openai loaded"
};

// What is painted over a chart because series and axes would cost too much: the scales, the threshold, the
// bands of pressure, the hatching of gaps, the markers, and the crosshair with its one tooltip.
class ChartOverlay : public QWidget
{
    Q_OBJECT
public:
    explicit ChartOverlay(QWidget *parent);

    struct Content
    {
        SeriesBuffer::View view;
        ChartRange range = ChartRange::Minute;
        double capacity = 0;        // bytes at the top edge
        double threshold = 0;       // share of it; 0: no line
        QStringList order;          // model ids as they are stacked, from the bottom
        std::vector<QColor> colors; // of `order`
        std::vector<ChartMarker> markers;
    };
    void setContent(Content content);
    void setPlotArea(const QRectF &area);
    QMargins labelMargins() const; // the room that the scales take around the plot

Q_SIGNALS:
    void markerClicked(modeldeck::EpochSeconds at);

private:
    struct Line // of the tooltip
    {
        QString text;
        QString value;
        QColor color; // invalid: none
    };

    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

    void paintScales(QPainter &painter) const;
    void paintBands(QPainter &painter) const;
    void paintGap(QPainter &painter, std::size_t first, std::size_t end) const;
    void paintThreshold(QPainter &painter) const;
    void paintMarkers(QPainter &painter) const;
    void paintCrosshair(QPainter &painter) const;
    void paintTip(QPainter &painter, double x, const std::vector<Line> &lines) const;
    std::vector<Line> tipLines(std::size_t point) const;

    double xOf(double secondsBeforeEnd) const;
    QRectF column(std::size_t point) const;
    std::optional<std::size_t> hoveredPoint() const;
    const ChartMarker *markerAt(QPointF position) const;
    QPolygonF markerShape(const ChartMarker &marker) const;

    Content m_content;
    QRectF m_area;
    std::optional<QPointF> m_mouse;
};

} // namespace modeldeck
