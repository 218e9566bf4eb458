// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pull_bar.h"

#include "ui/widgets/basics.h"
#include "ui/wording.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace modeldeck {

PullBar::PullBar(const QString &name, QWidget *parent)
    : QWidget(parent), m_text(wrappedLabel(name)), m_bar(new QProgressBar)
{
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel downloading %1").arg(name));
    m_bar->setAccessibleName(tr("Download of %1").arg(name));
    m_bar->setRange(0, 1000);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_text, 2);
    row->addWidget(m_bar, 1);
    row->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, this, &PullBar::cancelled);
}

void PullBar::setPull(const PullView &pull)
{
    QStringList parts{pull.name, pull.status};
    if (pull.total.value > 0)
        parts << tr("%1 of %2").arg(wording::bytes(pull.completed), wording::bytes(pull.total));
    if (pull.bytesPerSecond > 0)
        parts << tr("%1/s", "bytes per second").arg(wording::bytes(Bytes{qint64(pull.bytesPerSecond)}));
    if (pull.secondsLeft)
        parts << tr("%1 left").arg(wording::duration(std::chrono::seconds(qint64(*pull.secondsLeft))));
    parts.removeAll(QString());
    m_text->setText(parts.join(u" · "_s));
    m_bar->setMaximum(pull.total.value > 0 ? 1000
                                           : 0); // without a total it only shows that something happens
    if (pull.total.value > 0)
        m_bar->setValue(int(1000 * double(pull.completed.value) / double(pull.total.value)));
}

} // namespace modeldeck
