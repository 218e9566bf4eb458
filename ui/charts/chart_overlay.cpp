// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_overlay.h"

#include "ui/colors.h"
#include "ui/wording.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr double gib = 1024.0 * 1024 * 1024;

// At most four lines, at halves and doubles of a gibibyte.
double tickStep(double capacity)
{
    double step = gib / 4;
    while (capacity / step > 4.5)
        step *= 2;
    return step;
}

QString tickLabel(double bytes)
{
    const int decimals = std::fmod(bytes, gib) == 0 ? 0 : 2;
    return QLocale().formattedDataSize(qint64(bytes), decimals, QLocale::DataSizeIecFormat);
}

} // namespace

ChartOverlay::ChartOverlay(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"chartOverlay"_s);
    setMouseTracking(true);
}

void ChartOverlay::setContent(Content content)
{
    m_content = std::move(content);
    update();
}

void ChartOverlay::setPlotArea(const QRectF &area)
{
    m_area = area;
    update();
}

double ChartOverlay::xOf(double secondsBeforeEnd) const
{
    const double whole = m_content.view.secondsBack(0);
    return m_area.right() - m_area.width() * (whole > 0 ? secondsBeforeEnd / whole : 0);
}

// From half a step before the point to half a step after it, within the plot.
QRectF ChartOverlay::column(std::size_t point) const
{
    const double step = double(m_content.view.step.count());
    const double before = m_content.view.secondsBack(point);
    const double left = std::max(m_area.left(), xOf(before + step / 2));
    const double right = std::min(m_area.right(), xOf(before - step / 2));
    return {left, m_area.top(), right - left, m_area.height()};
}

void ChartOverlay::paintEvent(QPaintEvent *)
{
    if (m_area.isEmpty() || m_content.view.points.empty())
        return;
    QPainter painter(this);
    paintScales(painter);
    paintBands(painter);
    paintThreshold(painter);
    paintMarkers(painter);
    paintCrosshair(painter);
}

QMargins ChartOverlay::labelMargins() const
{
    const QFontMetrics metrics = fontMetrics();
    const int half = metrics.horizontalAdvance(tr("now")) / 2 + 1;
    return {metrics.horizontalAdvance(u"0.25 GiB "_s), metrics.height() / 2, half, metrics.height()};
}

// Bytes on the left; time below, counted back from now, which is the right edge in every language.
void ChartOverlay::paintScales(QPainter &painter) const
{
    const QColor text = colors::quiet(palette());
    QColor grid = text;
    grid.setAlphaF(0.25f);
    const double height = fontMetrics().height();
    const double step = tickStep(m_content.capacity);
    painter.setPen(text);
    for (double tick = 0; m_content.capacity > 0 && tick <= m_content.capacity; tick += step) {
        const double y = m_area.bottom() - m_area.height() * tick / m_content.capacity;
        painter.setPen(grid);
        painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        painter.setPen(text);
        const QRectF label(0, y - height / 2, m_area.left() - fontMetrics().averageCharWidth() / 2.0, height);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, tick == 0 ? u"0"_s : tickLabel(tick));
    }
    const auto length = SeriesBuffer::length(m_content.range);
    const int parts = m_content.range == ChartRange::FiveMinutes ? 5 : 4;
    for (int i = 0; i <= parts; ++i) {
        const auto back = length * i / parts;
        const QString label = i == 0 ? tr("now") : tr("−%1", "so much time ago").arg(wording::duration(back));
        const double width = fontMetrics().horizontalAdvance(label);
        const double left = std::clamp(xOf(double(back.count())) - width / 2, m_area.left(),
                                       std::max(m_area.left(), this->width() - width));
        painter.drawText(QRectF(left, m_area.bottom(), width, height), Qt::AlignCenter | Qt::TextDontClip,
                         label);
    }
}

// Pressure has a strip at the top, so that the colours below stay what the legend says; gaps are hatched, so
// that "nothing measured" does not read as "nothing used".
void ChartOverlay::paintBands(QPainter &painter) const
{
    const auto &points = m_content.view.points;
    std::size_t gap = 0; // its first point
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i] && points[i]->level >= PressureLevel::High) {
            QRectF strip = column(i);
            strip.setHeight(fontMetrics().height() / 4.0);
            painter.fillRect(strip, colors::pressure(points[i]->level, palette()));
        }
        if (points[i]) {
            paintGap(painter, gap, i);
            gap = i + 1;
        }
    }
    paintGap(painter, gap, points.size());
}

// From the last point before the gap to the first one after it.
void ChartOverlay::paintGap(QPainter &painter, std::size_t first, std::size_t end) const
{
    if (first >= end)
        return;
    const auto &view = m_content.view;
    const double left = xOf(view.secondsBack(first == 0 ? 0 : first - 1));
    const double right = xOf(view.secondsBack(std::min(end, view.points.size() - 1)));
    QColor hatch = palette().color(QPalette::Text);
    hatch.setAlphaF(0.18f);
    painter.fillRect(QRectF(left, m_area.top(), right - left, m_area.height()),
                     QBrush(hatch, Qt::BDiagPattern));
}

void ChartOverlay::paintThreshold(QPainter &painter) const
{
    if (m_content.threshold <= 0 || m_content.threshold >= 1)
        return;
    const double y = m_area.bottom() - m_area.height() * m_content.threshold;
    painter.setPen(QPen(colors::bad(palette()), 0, Qt::DashLine));
    painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
    const QString label = tr("%1 pressure threshold").arg(wording::percent(m_content.threshold));
    const double pad = fontMetrics().averageCharWidth();
    QRectF box(m_area.left() + pad, y - fontMetrics().height(), fontMetrics().horizontalAdvance(label) + pad,
               fontMetrics().height());
    if (box.top() < m_area.top() + fontMetrics().height()) // the markers stand there
        box.moveTop(y);
    QColor back = palette().color(QPalette::Base);
    back.setAlphaF(0.8f);
    painter.fillRect(box, back);
    painter.drawText(box, Qt::AlignCenter, label);
}

QPolygonF ChartOverlay::markerShape(const ChartMarker &marker) const
{
    const double x = xOf(m_content.view.end - marker.at);
    const double r = fontMetrics().height() / 3.0;
    const double y = m_area.top() + fontMetrics().height() / 4.0 + r + 1;
    switch (marker.kind) {
    case ChartMarker::Kind::Load:
        return {{{x, y - r}, {x + r, y + r}, {x - r, y + r}}};
    case ChartMarker::Kind::Unload:
        return {{{x - r, y - r}, {x + r, y - r}, {x, y + r}}};
    case ChartMarker::Kind::Switch:
        return {{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}};
    case ChartMarker::Kind::Failure: {
        const double a = r / 3;
        return {{{x - r, y - r + a},
                 {x - r + a, y - r},
                 {x, y - a},
                 {x + r - a, y - r},
                 {x + r, y - r + a},
                 {x + a, y},
                 {x + r, y + r - a},
                 {x + r - a, y + r},
                 {x, y + a},
                 {x - r + a, y + r},
                 {x - r, y + r - a},
                 {x - a, y}}};
    }
    }
    Q_UNREACHABLE();
}

void ChartOverlay::paintMarkers(QPainter &painter) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (const ChartMarker &marker : m_content.markers) {
        const double x = xOf(m_content.view.end - marker.at);
        if (x < m_area.left() || x > m_area.right())
            continue;
        const bool failed = marker.kind == ChartMarker::Kind::Failure;
        painter.setPen(QPen(palette().color(QPalette::Base), 1));
        painter.setBrush(failed ? colors::bad(palette()) : palette().color(QPalette::Text));
        painter.drawPolygon(markerShape(marker));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

std::optional<std::size_t> ChartOverlay::hoveredPoint() const
{
    if (!m_mouse || !m_area.contains(*m_mouse) || m_content.view.points.size() < 2)
        return {};
    const double share = (m_mouse->x() - m_area.left()) / m_area.width();
    return std::size_t(std::lround(share * double(m_content.view.points.size() - 1)));
}

const ChartMarker *ChartOverlay::markerAt(QPointF position) const
{
    for (const ChartMarker &marker : m_content.markers) {
        if (markerShape(marker).boundingRect().contains(position))
            return &marker;
    }
    return nullptr;
}

void ChartOverlay::paintCrosshair(QPainter &painter) const
{
    const auto point = hoveredPoint();
    if (!point)
        return;
    const double x = xOf(m_content.view.secondsBack(*point));
    painter.setPen(QPen(palette().color(QPalette::Text), 0, Qt::DotLine));
    painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom()));
    painter.drawLine(QPointF(m_area.left(), m_mouse->y()), QPointF(m_area.right(), m_mouse->y()));
    paintTip(painter, x, tipLines(*point));
}

// Every series and the total, in the order in which they are stacked.
std::vector<ChartOverlay::Line> ChartOverlay::tipLines(std::size_t point) const
{
    const EpochSeconds at = m_content.view.end - m_content.view.secondsBack(point);
    std::vector<Line> lines{{wording::timeOfDay(at), {}, {}}};
    if (const ChartMarker *marker = markerAt(*m_mouse))
        lines.push_back({marker->text, wording::timeOfDay(marker->at), {}});
    const auto &sample = m_content.view.points[point];
    if (!sample) {
        lines.push_back({tr("nothing measured"), {}, {}});
        return lines;
    }
    const auto bytes = [](double value) { return wording::bytes(Bytes{qint64(value)}); };
    lines.push_back({tr("In use"), bytes(sample->total()), {}});
    lines.push_back({tr("Other programs"), bytes(sample->other), colors::otherPrograms(palette())});
    for (std::size_t i = std::size_t(m_content.order.size()); i-- > 0;) {
        const auto model = sample->models.find(m_content.order[qsizetype(i)]);
        if (model != sample->models.end())
            lines.push_back({model->first, bytes(model->second), m_content.colors[i]});
    }
    return lines;
}

void ChartOverlay::paintTip(QPainter &painter, double x, const std::vector<Line> &lines) const
{
    const QFontMetrics metrics = fontMetrics();
    const int pad = metrics.averageCharWidth();
    const int swatch = metrics.height() / 2;
    int texts = 0;
    int values = 0;
    for (const Line &line : lines) {
        texts = std::max(texts, metrics.horizontalAdvance(line.text));
        values = std::max(values, metrics.horizontalAdvance(line.value));
    }
    QRectF box(x + pad, m_area.top() + pad, swatch + texts + values + 5 * pad,
               double(lines.size()) * metrics.height() + 2 * pad);
    if (box.right() > m_area.right())
        box.moveRight(x - pad);
    box.moveLeft(std::max(box.left(), 0.0));
    box.moveTop(std::max(0.0, std::min(box.top(), height() - box.height())));
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRect(box);
    QRectF row(box.left() + pad, box.top() + pad, box.width() - 2 * pad, metrics.height());
    for (const Line &line : lines) {
        if (line.color.isValid())
            painter.fillRect(QRectF(row.left(), row.center().y() - swatch / 2.0, swatch, swatch), line.color);
        painter.setPen(palette().color(QPalette::ToolTipText));
        painter.drawText(row.adjusted(swatch + pad, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, line.text);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value);
        row.translate(0, metrics.height());
    }
}

void ChartOverlay::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->position();
    setCursor(markerAt(*m_mouse) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void ChartOverlay::mousePressEvent(QMouseEvent *event)
{
    const ChartMarker *marker = event->button() == Qt::LeftButton ? markerAt(event->position()) : nullptr;
    if (marker)
        Q_EMIT markerClicked(marker->at);
    else
        QWidget::mousePressEvent(event);
}

void ChartOverlay::leaveEvent(QEvent *)
{
    m_mouse.reset();
    update();
}

} // namespace modeldeck
