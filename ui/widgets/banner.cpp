// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/colors.h"
#include "ui/icons.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/icon_label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

class Banner : public QWidget
{
public:
    explicit Banner(const Notice &notice, QWidget *parent) : QWidget(parent), m_isTrouble(notice.isTrouble)
    {
        setObjectName(notice.key);
        setAccessibleName(notice.title);
        auto *row = new QHBoxLayout(this);
        auto *sign = new IconLabel(style()->pixelMetric(QStyle::PM_SmallIconSize));
        sign->setIcon(notice.isTrouble ? u"warning"_s : u"info"_s);
        QLabel *text =
            selectableLabel(notice.hint.isEmpty() ? notice.title : notice.title + u'\n' + notice.hint);
        text->setObjectName(u"bannerText"_s);
        row->addWidget(sign);
        row->addWidget(text, 1);
    }

    QPushButton *addButton(const QString &text, const QString &name)
    {
        auto *button = new QPushButton(text);
        button->setObjectName(name);
        layout()->addWidget(button);
        layout()->setAlignment(button, Qt::AlignVCenter);
        return button;
    }

    // What every banner has takes little room: a sign whose name is its tool tip.
    QPushButton *addSign(const QString &iconName, const QString &text, const QString &name)
    {
        QPushButton *button = addButton({}, name);
        button->setIcon(icon(iconName));
        button->setFlat(true);
        button->setToolTip(text);
        button->setAccessibleName(text);
        return button;
    }

private:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QColor color = m_isTrouble ? colors::bad(palette()) : palette().color(QPalette::Highlight);
        painter.fillRect(rect(), colors::mixed(palette().color(QPalette::Window), color, 0.16));
        QRect edge = rect();
        edge.setWidth(fontMetrics().averageCharWidth() / 2);
        painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), edge), color);
    }

    bool m_isTrouble;
};

} // namespace

BannerStack::BannerStack(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins({});
    m_layout->setSpacing(1);
    hide();
}

void BannerStack::show(const Notice &notice)
{
    clear(notice.key);
    auto *banner = new Banner(notice, this);
    if (notice.retry) {
        auto *retry = banner->addButton(tr("Retry"), u"retry"_s);
        connect(retry, &QPushButton::clicked, this, [this, notice] {
            clear(notice.key);
            notice.retry();
        });
    }
    for (const Notice::Action &action : notice.actions)
        connect(banner->addButton(action.text, action.text), &QPushButton::clicked, this, action.run);
    connect(banner->addSign(u"copy"_s, tr("Copy details"), u"copyDetails"_s), &QPushButton::clicked, this,
            [details = notice.details] { QGuiApplication::clipboard()->setText(details); });
    connect(banner->addSign(u"cancel"_s, tr("Dismiss"), u"dismiss"_s), &QPushButton::clicked, this,
            [this, key = notice.key] { clear(key); });
    m_layout->insertWidget(0, banner);
    while (m_layout->count() > capacity)
        remove(m_layout->itemAt(m_layout->count() - 1)->widget());
    QWidget::show();
}

void BannerStack::clear(const QString &key)
{
    if (QWidget *banner = find(key))
        remove(banner);
    setVisible(m_layout->count() > 0);
}

QWidget *BannerStack::find(const QString &key) const
{
    for (int i = 0; i < m_layout->count(); ++i) {
        if (m_layout->itemAt(i)->widget()->objectName() == key)
            return m_layout->itemAt(i)->widget();
    }
    return nullptr;
}

void BannerStack::remove(QWidget *banner)
{
    m_layout->removeWidget(banner);
    banner->hide();
    banner->deleteLater(); // its own button may be what asked
}

} // namespace modeldeck
