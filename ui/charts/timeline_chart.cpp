// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timeline_chart.h"

#include "ui/colors.h"
#include "ui/wording.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QDateTime>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGridLayout>
#include <QLineSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr std::size_t markersKept = 200;

// More models than colours: the last of them are drawn as one. Returns the stack's order, from the bottom.
QStringList stackOrder(SeriesBuffer::View &view, SeriesColors &modelColors, const QString &rest)
{
    QStringList order;
    for (const auto &point : view.points) {
        for (const auto &[id, bytes] : point ? point->models : std::map<QString, double>()) {
            if (bytes > 0 && !order.contains(id))
                order << id;
        }
    }
    std::ranges::sort(order, {}, [&modelColors](const QString &id) { return modelColors.indexOf(id); });
    if (order.size() <= colors::seriesCount)
        return order;
    const QStringList merged = order.mid(colors::seriesCount - 1);
    for (auto &point : view.points) {
        for (const QString &id : point ? merged : QStringList()) {
            const auto model = point->models.extract(id);
            if (!model.empty())
                point->models[rest] += model.mapped();
        }
    }
    order.resize(colors::seriesCount - 1);
    return order << rest;
}

// Axes carry the scale alone; the overlay writes their labels.
QValueAxis *makeAxis(QChart *chart, Qt::Alignment side)
{
    auto *axis = new QValueAxis;
    chart->addAxis(axis, side); // the chart owns it
    axis->setVisible(false);
    return axis;
}

} // namespace

int SeriesColors::indexOf(const QString &modelId)
{
    const auto found = m_indexes.constFind(modelId);
    return found != m_indexes.cend() ? *found : *m_indexes.insert(modelId, int(m_indexes.size()));
}

TimelineChart::TimelineChart(const QString &name, std::shared_ptr<SeriesColors> modelColors, QWidget *parent)
    : QWidget(parent), m_modelColors(std::move(modelColors)), m_chart(new QChart),
      m_chartView(new QChartView(m_chart)), m_overlay(new ChartOverlay(this)),
      m_timeAxis(makeAxis(m_chart, Qt::AlignBottom)), m_bytesAxis(makeAxis(m_chart, Qt::AlignLeft))
{
    setAccessibleName(name);
    m_overlay->setAccessibleName(name);
    m_chartView->setAccessibleName(name);
    m_chartView->setFocusPolicy(Qt::NoFocus);
    m_chartView->setFrameShape(QFrame::NoFrame);
    m_chartView->setRenderHint(QPainter::Antialiasing, false);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->legend()->hide();
    m_chart->setBackgroundRoundness(0);
    m_chart->setPlotAreaBackgroundVisible(true);
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_lines.push_back(new QLineSeries(this));

    auto *cell = new QGridLayout(this);
    cell->setContentsMargins({});
    cell->addWidget(m_chartView, 0, 0);
    cell->addWidget(m_overlay, 0, 0);
    m_overlay->raise();
    connect(m_chart, &QChart::plotAreaChanged, m_overlay, &ChartOverlay::setPlotArea);
    connect(m_overlay, &ChartOverlay::markerClicked, this, &TimelineChart::markerClicked);
    setMinimumHeight(fontMetrics().height() * 6);
    setSeriesCount(0);
    m_timeAxis->setRange(-double(SeriesBuffer::length(m_range).count()), 0);
    updateColors();
}

TimelineChart::~TimelineChart() = default;

void TimelineChart::setCapacity(Bytes capacity, double threshold)
{
    if (capacity == m_capacity && threshold == m_threshold)
        return;
    m_capacity = capacity;
    m_threshold = threshold;
    m_bytesAxis->setRange(0, std::max(1.0, double(capacity.value)));
    if (isVisible())
        draw();
}

// The time axis is fixed for a range, counted back from now: a second that passes moves no axis.
void TimelineChart::setRange(ChartRange range)
{
    m_range = range;
    m_timeAxis->setRange(-double(SeriesBuffer::length(range).count()), 0);
    draw();
}

void TimelineChart::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused)
        draw();
}

void TimelineChart::addMarker(const ChartMarker &marker)
{
    if (m_markers.size() == markersKept)
        m_markers.erase(m_markers.begin());
    m_markers.push_back(marker);
}

void TimelineChart::append(EpochSeconds at, const MemorySample &sample)
{
    m_buffer.append(at, sample);
}

void TimelineChart::advance(EpochSeconds now)
{
    m_now = now;
    // Half a second: ticks are a second apart, more or less.
    const double pace = m_range == ChartRange::Minute || m_range == ChartRange::FiveMinutes ? 0.5 : 10;
    if (!m_paused && isVisible() && std::abs(now - m_drawn) >= pace)
        draw();
}

void TimelineChart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_paused)
        draw();
}

void TimelineChart::draw()
{
    m_drawn = m_now;
    m_view = m_buffer.view(m_range, m_now);
    const QStringList order = stackOrder(m_view, *m_modelColors, tr("Other models"));
    const bool changed = order != m_order;
    m_order = order;
    if (changed) {
        setSeriesCount(std::size_t(order.size()));
        updateColors();
    }
    replacePoints(m_view, m_order);

    ChartOverlay::Content content{m_view, m_range,  double(m_capacity.value), m_threshold, m_order,
                                  {},     m_markers};
    for (const QString &id : m_order)
        content.colors.push_back(colors::series(m_modelColors->indexOf(id), palette()));
    m_overlay->setContent(std::move(content));
    if (changed)
        Q_EMIT legendChanged();
}

// One area a model, and one for the other programs. Neighbours share the line between them. A removed series
// is deleted after the item that draws it, which until then follows the line that the neighbour keeps.
void TimelineChart::setSeriesCount(std::size_t models)
{
    const std::size_t wanted = models + 1;
    while (m_areas.size() > wanted) {
        m_chart->removeSeries(m_areas.back());
        m_areas.back()->deleteLater();
        m_areas.pop_back();
        m_lines.back()->deleteLater();
        m_lines.pop_back();
    }
    while (m_areas.size() < wanted) {
        m_lines.push_back(new QLineSeries(this));
        auto *area = new QAreaSeries(m_lines[m_areas.size() + 1], m_lines[m_areas.size()]);
        m_chart->addSeries(area); // the chart owns it
        area->attachAxis(m_timeAxis);
        area->attachAxis(m_bytesAxis);
        m_areas.push_back(area);
    }
}

// A gap cuts the areas: the run of points before it and the one after it each end on the bottom edge.
void TimelineChart::replacePoints(const SeriesBuffer::View &view, const QStringList &order)
{
    std::vector<QList<QPointF>> points(m_lines.size());
    const auto put = [&](double x, const MemorySample &sample) {
        double y = 0;
        points[0] << QPointF(x, 0);
        for (qsizetype i = 0; i < order.size(); ++i) {
            const auto model = sample.models.find(order[i]);
            y += model != sample.models.end() ? model->second : 0;
            points[std::size_t(i) + 1] << QPointF(x, y);
        }
        points.back() << QPointF(x, y + sample.other);
    };
    const std::size_t count = view.points.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (!view.points[i])
            continue;
        const double x = -view.secondsBack(i);
        if (i > 0 && !view.points[i - 1])
            put(x, {});
        put(x, *view.points[i]);
        if (i + 1 < count && !view.points[i + 1])
            put(x, {});
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        m_lines[i]->replace(points[i]);
}

std::vector<TimelineChart::LegendEntry> TimelineChart::legend() const
{
    std::vector<LegendEntry> entries{{tr("Other programs"), m_areas.back()->brush()}};
    for (qsizetype i = m_order.size(); i-- > 0;)
        entries.push_back({m_order[i], m_areas[std::size_t(i)]->brush()});
    return entries;
}

void TimelineChart::updateColors()
{
    m_chart->setBackgroundBrush(palette().color(QPalette::Window));
    m_chart->setPlotAreaBackgroundBrush(palette().color(QPalette::Base));
    m_chart->setMargins(m_overlay->labelMargins());
    const QColor edge = palette().color(QPalette::Base);
    for (std::size_t i = 0; i < m_areas.size(); ++i) {
        const bool isModel = qsizetype(i) < m_order.size();
        m_areas[i]->setPen(QPen(edge, 0));
        m_areas[i]->setBrush(
            isModel ? colors::seriesBrush(m_modelColors->indexOf(m_order[qsizetype(i)]), palette())
                    : QBrush(colors::otherPrograms(palette())));
    }
}

void TimelineChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange)
        return;
    updateColors();
    if (isVisible())
        draw();
    Q_EMIT legendChanged();
}

QImage TimelineChart::image()
{
    return grab().toImage();
}

QString TimelineChart::csv() const
{
    const auto quoted = [](QString text) { return u'"' + text.replace(u'"', u"\"\""_s) + u'"'; };
    QStringList header{u"time"_s};
    for (const QString &id : m_order)
        header << quoted(id);
    QString out = (header << u"other_programs"_s << u"total"_s).join(u',') + u'\n';
    for (std::size_t i = 0; i < m_view.points.size(); ++i) {
        const auto time = QDateTime::fromSecsSinceEpoch(qint64(m_view.end - m_view.secondsBack(i))).toUTC();
        QStringList row{time.toString(Qt::ISODate)};
        const auto &point = m_view.points[i];
        const auto cell = [&row, &point](double bytes) {
            row << (point ? QString::number(bytes, 'f', 0) : QString());
        };
        for (const QString &id : m_order)
            cell(point && point->models.contains(id) ? point->models.at(id) : 0);
        cell(point ? point->other : 0);
        cell(point ? point->total() : 0);
        out += row.join(u',') + u'\n';
    }
    return out;
}

} // namespace modeldeck
