// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

static void initialise() // outside the namespace, as the macro demands
{
    Q_INIT_RESOURCE(modeldeck);
    Q_INIT_RESOURCE(modeldeck_translations);
}

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

// The drawings use black for what takes the palette's colour.
class GlyphEngine : public QIconEngine
{
public:
    explicit GlyphEngine(QByteArray svg) : m_svg(std::move(svg)) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
        const QColor color = QGuiApplication::palette().color(group, role);
        QSvgRenderer renderer(QByteArray(m_svg).replace("#000000", color.name().toLatin1()));
        const int side = qMin(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        renderer.render(painter, square);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new GlyphEngine(m_svg); }

private:
    QByteArray m_svg;
};

} // namespace

void initialiseResources()
{
    initialise();
}

QIcon icon(const QString &name)
{
    static const bool ready = (initialiseResources(), true);
    Q_UNUSED(ready);
    QFile file(u":/modeldeck/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new GlyphEngine(file.readAll()));
}

} // namespace modeldeck
