// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/memory_panel.h"

#include "ui/background.h"
#include "ui/widgets/basics.h"
#include "ui/wording.h"

#include <QBuffer>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

std::function<QByteArray()> pngOf(const QImage &image)
{
    return [image] {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        image.save(&buffer, "PNG");
        return bytes;
    };
}

} // namespace

// Swatches with names in one line; where they do not fit each name gets the same room.
class MemoryPanel::Legend : public QWidget
{
public:
    Legend() { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred); }

    void setEntries(std::vector<TimelineChart::LegendEntry> entries)
    {
        m_entries = std::move(entries);
        QStringList names;
        for (const auto &entry : m_entries)
            names << entry.name;
        setAccessibleName(MemoryPanel::tr("Legend: %1").arg(names.join(u", "_s)));
        setToolTip(names.join(u'\n'));
        update();
    }

    int wholeWidth() const
    {
        int whole = 0;
        for (const auto &entry : m_entries)
            whole += fontMetrics().horizontalAdvance(entry.name) + swatchSide() + 3 * gap();
        return whole;
    }
    QSize sizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 10, fontMetrics().height()};
    }

private:
    int swatchSide() const { return fontMetrics().height() * 2 / 3; }
    int gap() const { return fontMetrics().averageCharWidth(); }

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int side = swatchSide();
        const int gap = this->gap();
        const bool fits = wholeWidth() <= width();
        const int room = fits ? width() : width() / int(m_entries.size()) - side - 3 * gap;
        int x = width(); // from the far end, other programs last
        for (const auto &entry : m_entries) {
            const QString shown = fontMetrics().elidedText(entry.name, Qt::ElideMiddle, room);
            const int text = fontMetrics().horizontalAdvance(shown);
            const int left = x - text - side - gap;
            const QRect swatch(left, (height() - side) / 2, side, side);
            painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), swatch), entry.brush);
            const QRect name(left + side + gap, 0, text, height());
            painter.setPen(palette().color(QPalette::WindowText));
            painter.drawText(QStyle::visualRect(layoutDirection(), rect(), name),
                             int(Qt::AlignCenter) | int(Qt::TextDontClip), shown);
            x = left - 2 * gap;
        }
    }

    std::vector<TimelineChart::LegendEntry> m_entries;
};

MemoryPanel::MemoryPanel(const QString &name, const QString &fileName, std::shared_ptr<SeriesColors> colors,
                         QWidget *parent)
    : QWidget(parent), m_fileName(fileName), m_chart(new TimelineChart(name, std::move(colors))),
      m_top(new QGridLayout), m_title(headingLabel(name)), m_numbers(new QLabel), m_legend(new Legend)
{
    auto *menu = new QMenu(this);
    menu->addAction(tr("Save as &PNG…"), this, [this] { save(u"png"_s, tr("PNG image (*.png)")); });
    menu->addAction(tr("Save as &CSV…"), this, [this] { save(u"csv"_s, tr("CSV table (*.csv)")); });
    auto *saveButton = iconButton(u"save"_s, tr("Save this chart"), tr("Save the chart: %1").arg(name));
    connect(saveButton, &QToolButton::clicked, this,
            [saveButton, menu] { menu->popup(saveButton->mapToGlobal(saveButton->rect().bottomLeft())); });

    m_top->setHorizontalSpacing(fontMetrics().averageCharWidth());
    m_top->setVerticalSpacing(0);
    m_top->addWidget(m_title, 0, 0);
    m_top->addWidget(m_numbers, 0, 1);
    m_top->addWidget(m_legend, 0, 2);
    m_top->addWidget(saveButton, 0, 3);
    m_top->setColumnStretch(2, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(m_top);
    column->addWidget(m_chart, 1);
    connect(m_chart, &TimelineChart::legendChanged, this, [this] {
        m_legend->setEntries(m_chart->legend());
        placeLegend();
    });
    m_legend->setEntries(m_chart->legend());
}

void MemoryPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeLegend();
}

void MemoryPanel::placeLegend()
{
    const int beside = width() - m_title->sizeHint().width() - m_numbers->sizeHint().width() -
                       m_top->itemAtPosition(0, 3)->sizeHint().width() - 3 * m_top->horizontalSpacing();
    const bool below = m_legend->wholeWidth() > beside;
    if (std::exchange(m_legendBelow, below) == below)
        return;
    m_top->removeWidget(m_legend);
    if (below)
        m_top->addWidget(m_legend, 1, 0, 1, 4);
    else
        m_top->addWidget(m_legend, 0, 2);
}

void MemoryPanel::setNumbers(Bytes used, Bytes total)
{
    m_numbers->setText(tr("%1 of %2 in use").arg(wording::bytes(used), wording::bytes(total)));
    m_chart->setAccessibleDescription(m_numbers->text());
}

// The dialog has no event loop of its own, and the file is written by another thread.
void MemoryPanel::save(const QString &ending, const QString &filter)
{
    auto *dialog = new QFileDialog(this, tr("Save the chart"), m_fileName + u'.' + ending, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    connect(dialog, &QFileDialog::fileSelected, this, [this, ending](const QString &path) {
        const std::function<QByteArray()> content =
            ending == u"png"_s ? pngOf(m_chart->image()) : [csv = m_chart->csv().toUtf8()] { return csv; };
        inBackground<QString>(
            this, [path, content] { return writeWholeFile(path, content()); },
            [this, path](const QString &why) {
                if (!why.isEmpty())
                    Q_EMIT saveFailed(path, why);
            });
    });
    dialog->open();
}

} // namespace modeldeck
