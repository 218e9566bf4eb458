// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/translations.h"

#include "ui/icons.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace modeldeck {

void chooseLanguage(const QString &language)
{
    if (language != u"auto"_s)
        QLocale::setDefault(QLocale(QLocale(language).language(), QLocale::system().territory()));
}

QString installTranslations(QCoreApplication &app)
{
    initialiseResources();
    const auto install = [&app](bool loaded, QTranslator *translator) {
        if (loaded)
            QCoreApplication::installTranslator(translator);
    };
    const QString folder = u":/modeldeck/translations"_s;
    auto *english = new QTranslator(&app);
    install(english->load(u"modeldeck_en"_s, folder), english);
    auto *own = new QTranslator(&app);
    install(own->load(QLocale(), u"modeldeck"_s, u"_"_s, folder), own);
    auto *qt = new QTranslator(&app); // the words of Qt's own dialogs
    install(qt->load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)), qt);
    const QTranslator *shown = own->isEmpty() ? english : own;
    return QLocale::languageToCode(QLocale(shown->language()).language());
}

} // namespace modeldeck
