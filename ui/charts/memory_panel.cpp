// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/memory_panel.h"

#include "ui/icons.h"
#include "ui/widgets/background_save.h"
#include "ui/wording.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

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

    QSize sizeHint() const override { return {fontMetrics().averageCharWidth() * 10, fontMetrics().height()}; }

private:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int side = fontMetrics().height() * 2 / 3;
        const int gap = fontMetrics().averageCharWidth();
        int whole = 0;
        for (const auto &entry : m_entries)
            whole += fontMetrics().horizontalAdvance(entry.name) + side + 3 * gap;
        const int room = whole <= width() || m_entries.empty() ? width()
                                                               : width() / int(m_entries.size()) - side - 3 * gap;
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
      m_numbers(new QLabel), m_legend(new Legend)
{
    auto *title = new QLabel(name);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *menu = new QMenu(this);
    menu->addAction(tr("Save as &PNG…"), this, [this] { save(u"png"_s, tr("PNG image (*.png)")); });
    menu->addAction(tr("Save as &CSV…"), this, [this] { save(u"csv"_s, tr("CSV table (*.csv)")); });
    auto *saveButton = new QToolButton;
    saveButton->setIcon(icon(u"save"_s));
    saveButton->setAutoRaise(true);
    saveButton->setToolTip(tr("Save this chart"));
    saveButton->setAccessibleName(tr("Save the chart: %1").arg(name));
    connect(saveButton, &QToolButton::clicked, this, [saveButton, menu] {
        menu->popup(saveButton->mapToGlobal(saveButton->rect().bottomLeft()));
    });

    auto *top = new QHBoxLayout;
    top->setSpacing(fontMetrics().averageCharWidth());
    top->addWidget(title);
    top->addWidget(m_numbers);
    top->addWidget(m_legend, 1);
    top->addWidget(saveButton);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_chart, 1);
    connect(m_chart, &TimelineChart::legendChanged, this, [this] { m_legend->setEntries(m_chart->legend()); });
    m_legend->setEntries(m_chart->legend());
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
        const auto failed = [this, path](const QString &why) { Q_EMIT saveFailed(path, why); };
        if (ending == u"png"_s)
            saveInBackground(path, m_chart->image(), this, failed);
        else
            saveInBackground(path, m_chart->csv().toUtf8(), this, failed);
    });
    dialog->open();
}

} // namespace modeldeck
