// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCoreApplication;

namespace modeldeck {

// Takes a value of the setting "language": words, numbers and dates are that language's, in the form of the
// session's country where there is one. "auto" leaves what the session says (the locale,
// LANGUAGE). Before installTranslations().
void chooseLanguage(const QString &language);

// Installs the words of the person's language, where there are any, on top of English, whose plural forms are
// a translation too ("1 request", "2 requests"). Once, before the first window. Gives the language: "de".
QString installTranslations(QCoreApplication &app);

} // namespace modeldeck
