// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/delegates.h"

#include "ui/colors.h"
#include "ui/tables/models_model.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionButton>

namespace modeldeck {

namespace {

QStyle *styleOf(const QStyleOptionViewItem &option)
{
    return option.widget ? option.widget->style() : QApplication::style();
}

int margin(const QStyleOptionViewItem &option)
{
    return styleOf(option)->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, option.widget) + 1;
}

QColor textColor(const QStyleOptionViewItem &option)
{
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    return option.palette.color(group, option.state & QStyle::State_Selected ? QPalette::HighlightedText
                                                                             : QPalette::Text);
}

void drawText(QPainter *painter, const QStyleOptionViewItem &option, const QRect &rect)
{
    painter->setPen(textColor(option));
    painter->setFont(option.font);
    const QString text = option.fontMetrics.elidedText(option.text, Qt::ElideRight, rect.width());
    painter->drawText(rect, int(QStyle::visualAlignment(option.direction, option.displayAlignment)), text);
}

enum class Shape { Filled, Hollow, Half, Down, Cross, Dash };

Shape shapeOf(ModelState state, bool installed)
{
    switch (state) {
    case ModelState::Ready:
    case ModelState::Busy:
        return Shape::Filled;
    case ModelState::Loading:
    case ModelState::ResidentInRam:
        return Shape::Half;
    case ModelState::Draining:
    case ModelState::Unloading:
        return Shape::Down;
    case ModelState::Failed:
        return Shape::Cross;
    case ModelState::Unloaded:
        return installed ? Shape::Hollow : Shape::Dash;
    }
    Q_UNREACHABLE();
}

void drawShape(QPainter *painter, Shape shape, const QRectF &box, const QColor &color)
{
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, box.width() / 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    switch (shape) {
    case Shape::Half:
        painter->drawEllipse(box);
        painter->setBrush(color);
        painter->drawChord(box, 90 * 16, 180 * 16);
        break;
    case Shape::Filled:
        painter->setBrush(color);
        [[fallthrough]];
    case Shape::Hollow:
        painter->drawEllipse(box);
        break;
    case Shape::Down:
        painter->setBrush(color);
        painter->drawPolygon(QPolygonF{box.topLeft(), box.topRight(), {box.center().x(), box.bottom()}});
        break;
    case Shape::Cross:
        painter->drawLine(box.topLeft(), box.bottomRight());
        painter->drawLine(box.topRight(), box.bottomLeft());
        break;
    case Shape::Dash:
        painter->drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
        break;
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &base, const QModelIndex &index) const
{
    QStyleOptionViewItem option = base;
    initStyleOption(&option, index);
    painter->save();
    styleOf(option)->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    paintCell(painter, option, index);
    painter->restore();
}

void StateDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    ModelView model;
    model.state = ModelState(index.data(ModelsModel::SortRole).toInt());
    model.installed = index.data(ModelsModel::InstalledRole).toBool();
    const int pad = margin(option);
    const int side = option.fontMetrics.height() * 3 / 5;
    QRect box(option.rect.left() + 2 * pad, 0, side, side);
    box.moveTop(option.rect.center().y() - side / 2);
    const QColor color =
        option.state & QStyle::State_Selected ? textColor(option) : colors::state(model, option.palette);
    drawShape(painter, shapeOf(model.state, model.installed),
              QStyle::visualRect(option.direction, option.rect, box), color);
    const QRect text = option.rect.adjusted(side + 5 * pad, 0, -pad, 0);
    drawText(painter, option, QStyle::visualRect(option.direction, option.rect, text));
}

QSize StateDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.rwidth() += option.fontMetrics.height() + 4 * margin(option);
    return size;
}

void BarDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const int pad = margin(option);
    const QRect inside = option.rect.adjusted(2 * pad, pad, -2 * pad, -pad);
    const QVariant fraction = index.data(ModelsModel::FractionRole);
    if (!fraction.isValid())
        return drawText(painter, option, inside);
    const int thickness = qMax(2, option.fontMetrics.height() / 5);
    const QRect track(inside.left(), inside.bottom() - thickness, inside.width(), thickness);
    QRect part = track;
    part.setWidth(qMax(1, int(track.width() * fraction.toDouble())));
    const QColor ink = textColor(option);
    QColor back = ink;
    back.setAlphaF(0.18f);
    painter->fillRect(track, back);
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(QStyle::visualRect(option.direction, track, part),
                      selected ? ink : option.palette.color(QPalette::Highlight));
    drawText(painter, option, inside.adjusted(0, 0, 0, -thickness - 1));
}

QSize BarDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    return size.expandedTo({option.fontMetrics.averageCharWidth() * 12, option.fontMetrics.height() * 2});
}

void ActionDelegate::paintCell(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    if (RowAction(index.data(ModelsModel::ActionRole).toInt()) == RowAction::None)
        return;
    QStyleOptionButton button;
    button.initFrom(option.widget);
    const int pad = margin(option);
    button.rect = option.rect.adjusted(pad, pad, -pad, -pad);
    button.text = option.text;
    button.palette = option.palette;
    button.direction = option.direction;
    button.fontMetrics = option.fontMetrics;
    button.state = QStyle::State_Enabled |
                   (m_pressed == index ? QStyle::State_Sunken : QStyle::State_Raised) |
                   (option.state & (QStyle::State_MouseOver | QStyle::State_Active));
    styleOf(option)->drawControl(QStyle::CE_PushButton, &button, painter, option.widget);
}

QSize ActionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    // As wide as the longest of its words, so that the column keeps still.
    int width = 0;
    for (const QString &text : {tr("Load"), tr("Cancel"), tr("Unload")})
        width = qMax(width, option.fontMetrics.horizontalAdvance(text));
    QStyleOptionButton button;
    const QSize content(width + option.fontMetrics.height(), option.fontMetrics.height());
    return styleOf(option)->sizeFromContents(QStyle::CT_PushButton, &button, content, option.widget);
}

bool ActionDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::MouseButtonRelease)
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton)
        return false;
    const bool released = event->type() == QEvent::MouseButtonRelease;
    const bool wasPressed = m_pressed == index;
    m_pressed = released ? QPersistentModelIndex() : QPersistentModelIndex(index);
    if (released && wasPressed && option.rect.contains(mouse->position().toPoint()))
        Q_EMIT clicked(index);
    return true;
}

} // namespace modeldeck
