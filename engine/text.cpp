// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text.h"

namespace modeldeck {

// One pass, so that an argument which itself contains %1 stays as it is.
QString Text::fill(const QString &translated) const
{
    QString out;
    out.reserve(translated.size());
    for (qsizetype i = 0; i < translated.size(); ++i) {
        const QChar next = i + 1 < translated.size() ? translated[i + 1] : QChar();
        const int place = next.isDigit() ? next.digitValue() - 1 : -1;
        if (translated[i] == u'%' && place >= 0 && place < arguments.size()) {
            out += arguments[place];
            ++i;
        } else {
            out += translated[i];
        }
    }
    return out;
}

} // namespace modeldeck
