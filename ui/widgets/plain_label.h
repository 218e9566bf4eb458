// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace modeldeck {

// Labels show names of models and files: never take them for markup.
inline QLabel *plainLabel(const QString &text = {})
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

inline QLabel *headingLabel(const QString &text)
{
    auto *label = plainLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

} // namespace modeldeck
