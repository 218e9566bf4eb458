// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace modeldeck {

// A sentence for a person, kept apart from its arguments: REST and logs write it in English, the window
// translates the source. Mark sources with MD_TEXT, so that lupdate finds them.
struct Text
{
    const char *source = ""; // static string with %1, %2, … places
    QStringList arguments;

    // The English sentence.
    QString english() const { return fill(QString::fromUtf8(source)); }
    // `translated` (a translation of `source`) with the arguments put in.
    QString fill(const QString &translated) const;
    bool isEmpty() const { return *source == '\0'; }
};

} // namespace modeldeck

#define MD_TEXT(source) QT_TRANSLATE_NOOP("modeldeck", source)
