// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/actions.h"
#include "ui/translations.h"
#include "ui/wording.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QTableView>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

// A language that nobody speaks: each of our texts stands in brackets and is a third longer, as German often
// is. What the window shows without brackets never went through the translation.
class PseudoLocale : public QTranslator
{
public:
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        const QByteArray name(context);
        if (!name.startsWith("modeldeck"))
            return {};
        const QString text = QString::fromUtf8(source);
        return u'[' + text + QString(text.size() / 3, u'~') + u']';
    }
    bool isEmpty() const override { return false; }
};

// The window speaks a language for as long as this lives.
class Spoken
{
public:
    explicit Spoken(const QLocale &locale) : Spoken(locale, u"auto"_s) {}
    Spoken(const QLocale &session, const QString &chosen)
    {
        QLocale::setDefault(session);
        chooseLanguage(chosen);
        language = installTranslations(*qApp);
    }
    ~Spoken()
    {
        qDeleteAll(qApp->findChildren<QTranslator *>(Qt::FindDirectChildrenOnly));
        QLocale::setDefault(m_before);
    }
    Q_DISABLE_COPY_MOVE(Spoken)

    QString language;

private:
    const QLocale m_before; // the default one
};

// Names, numbers, commands and paths are the same in every language.
bool isNobodysLanguage(const QString &text)
{
    static const QRegularExpression word(u"\\p{L}{3,}"_s);
    static const QRegularExpression data(u"^(/|~|hf |\\{|https?:)|^[\\w.-]+/[\\w.@-]+|_|MiB|GiB|mxbai"_s);
    return text.isEmpty() || text.contains(u'[') || !text.contains(word) || text.contains(data) ||
           QStringList{u"auto"_s, u"cpu"_s, u"cuda"_s, u"lru"_s}.contains(text);
}

QString shownText(const QWidget *widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        return label->text();
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return button ? button->text() : QString();
}

// A label or button whose words have less room than they need.
bool isClipped(const QWidget *widget)
{
    const auto *label = qobject_cast<const QLabel *>(widget);
    if (label && label->wordWrap())
        return label->height() < label->heightForWidth(label->width());
    if (label && label->objectName() == u"statusLine"_s)
        return false; // gives way to the window's width
    return widget->width() < widget->minimumSizeHint().width();
}

// Two of the texts whose letter for the keyboard is the same; empty if there are none.
QString clash(const QStringList &texts)
{
    QHash<QKeySequence, QString> taken;
    for (const QString &text : texts) {
        const QKeySequence letter = QKeySequence::mnemonic(text);
        if (letter.isEmpty())
            continue;
        if (taken.contains(letter))
            return u"%1, %2"_s.arg(taken.value(letter), text);
        taken.insert(letter, text);
    }
    return {};
}

void fillDesk(Desk &desk)
{
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
        snapshot.ollama = {OllamaState::Unavailable, u"http://127.0.0.1:11434"_s, {}, {}};
        snapshot.models[1].state = ModelState::Ready;
        snapshot.models[1].loaded = true;
        snapshot.models[1].unloadAt = Desk::start + 60;
        snapshot.models[1].unloadRule = {MD_TEXT("idle timeout, %1"), std::chrono::seconds(600)};
    });
    QCoreApplication::processEvents();
}

// Calls look(where) on every page, category of settings and the first steps.
template <class Look>
void visitPages(const Desk &desk, Look look)
{
    const auto lookAt = [&](const QString &where) {
        settle(desk.window);
        look(where);
    };
    for (QAction *action : desk.window.actions()) {
        if (!action->isCheckable() || !action->shortcut().toString().startsWith(u"Ctrl+"))
            continue;
        action->trigger();
        lookAt(action->text());
    }
    auto *categories = desk.window.findChild<QListWidget *>(u"settingCategories"_s);
    QVERIFY(categories->count() > 5);
    for (int i = 0; i < categories->count(); ++i) {
        categories->setCurrentRow(i);
        lookAt(categories->item(i)->text());
    }
    desk.window.findChild<Actions *>()->welcome->trigger();
    lookAt(u"first steps"_s);
}

} // namespace

class TranslationsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyShownTextIsTranslatedAndFits();
    void textsFitInANarrowWindow_data();
    void textsFitInANarrowWindow();
    void menusAreTranslated();
    void mnemonicsAreUnique_data();
    void mnemonicsAreUnique();
    void theWindowSpeaks_data();
    void theWindowSpeaks();
    void engineTextsAreTranslatedWithTheirArguments();
    void everyTranslationCanBeChosen();
    void aChosenLanguageOverridesTheSessions();

private:
    void lookAt(const QWidget &window, const QString &where);
};

void TranslationsTest::lookAt(const QWidget &window, const QString &where)
{
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        const QString text = shownText(widget);
        QVERIFY2(isNobodysLanguage(text), qPrintable(u"%1: not translated: %2"_s.arg(where, text)));
        QVERIFY2(text.isEmpty() || !isClipped(widget), qPrintable(u"%1: clipped: %2"_s.arg(where, text)));
    }
}

void TranslationsTest::everyShownTextIsTranslatedAndFits()
{
    PseudoLocale pseudo;
    QVERIFY(QCoreApplication::installTranslator(&pseudo));
    {
        Desk desk;
        fillDesk(desk);
        desk.window.resize(1400, 800);
        desk.select(u"ViT-L-14/openai"_s);
        visitPages(desk, [&](const QString &where) { lookAt(desk.window, where); });
    }
    QCoreApplication::removeTranslator(&pseudo);
}

void TranslationsTest::textsFitInANarrowWindow_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::newRow("German") << QLocale(QLocale::German);
    QTest::newRow("French") << QLocale(QLocale::French);
}

void TranslationsTest::textsFitInANarrowWindow()
{
    QFETCH(const QLocale, locale);
    const Spoken language(locale);
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.gpus = {
            {u"GPU"_s, Bytes::fromMebibytes(8192), Bytes::fromMebibytes(100), PressureLevel::Normal}};
    });
    desk.window.resize(800, 600);
    const auto *table = qobject_cast<QTableView *>(desk.table);
    const int name = table->fontMetrics().horizontalAdvance(u"ViT-L-14/openai"_s);
    QTRY_VERIFY(!table->isColumnHidden(ModelsModel::Vram) && table->columnWidth(ModelsModel::Name) >= name);
    QVERIFY(table->visualRect(desk.cell(u"ViT-L-14/openai"_s, ModelsModel::Action)).right() <=
            table->viewport()->width());
    const auto *search = desk.window.findChild<QLineEdit *>(u"search"_s);
    QTRY_VERIFY(search->isVisible() && search->geometry().right() < search->parentWidget()->width());
    const auto *extension = desk.window.findChild<QWidget *>(u"qt_toolbar_ext_button"_s);
    QVERIFY(extension && !extension->isVisible());
}

void TranslationsTest::menusAreTranslated()
{
    PseudoLocale pseudo;
    QVERIFY(QCoreApplication::installTranslator(&pseudo));
    {
        Desk desk;
        int seen = 0;
        for (const QAction *action : desk.window.findChildren<QAction *>()) {
            if (action->parent() && action->parent()->inherits("QLineEdit"))
                continue; // Qt's own
            ++seen;
            QVERIFY2(isNobodysLanguage(action->text()), qPrintable(action->text()));
        }
        QVERIFY(seen > 40);
    }
    QCoreApplication::removeTranslator(&pseudo);
}

void TranslationsTest::mnemonicsAreUnique_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::newRow("English") << QLocale(QLocale::English, QLocale::UnitedKingdom);
    QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany);
    QTest::newRow("French") << QLocale(QLocale::French, QLocale::France);
}

void TranslationsTest::mnemonicsAreUnique()
{
    QFETCH(const QLocale, locale);
    const Spoken language(locale);
    Desk desk;
    fillDesk(desk);
    desk.select(u"ViT-L-14/openai"_s);
    for (const QMenu *menu : desk.window.findChildren<QMenu *>()) {
        QStringList texts;
        for (const QAction *action : menu->actions())
            texts << action->text();
        QVERIFY2(clash(texts).isEmpty(), qPrintable(u"menu %1: %2"_s.arg(menu->title(), clash(texts))));
    }
    visitPages(desk, [&](const QString &where) {
        QStringList texts;
        for (const QWidget *widget : desk.window.findChildren<QWidget *>()) {
            if (widget->isVisible())
                texts << shownText(widget);
        }
        QVERIFY2(clash(texts).isEmpty(), qPrintable(u"%1: %2"_s.arg(where, clash(texts))));
    });
}

void TranslationsTest::theWindowSpeaks_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("settings");
    QTest::addColumn<QString>("busy");
    QTest::addColumn<QString>("memory");
    QTest::addColumn<QString>("failure");
    QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany) << u"Einstellungen"_s
                            << u"beschäftigt: 2 Anfragen"_s << u"1,5 GiB"_s
                            << u"Die Suche nach Modellen schlug fehl: Modeldeck fährt herunter"_s;
    QTest::newRow("French") << QLocale(QLocale::French, QLocale::Canada) << u"Paramètres"_s
                            << u"occupé\u00a0: 2 requêtes"_s << u"1,5 Gio"_s
                            << u"La recherche de modèles a échoué\u00a0: Modeldeck est en cours d’arrêt"_s;
}

void TranslationsTest::theWindowSpeaks()
{
    QFETCH(const QLocale, locale);
    QFETCH(const QString, settings);
    const Spoken language(locale);
    Desk desk;
    QVERIFY(desk.action(settings));
    const QString id = u"ViT-L-14/openai"_s;
    desk.engine.changeModel(id, [](ModelView &model) {
        model.state = ModelState::Busy;
        model.loaded = true;
        model.inFlight = 2;
        model.memory.pss = Bytes::fromMebibytes(1536);
    });
    QFETCH(const QString, busy);
    QTRY_COMPARE(desk.text(id, ModelsModel::State), busy);
    QFETCH(const QString, memory);
    QCOMPARE(desk.text(id, ModelsModel::Ram), memory);
    // What the engine says is translated too.
    desk.engine.fail(u"rescan"_s, Error(ErrorCode::ShuttingDown, MD_TEXT("Modeldeck is shutting down")));
    QTest::keyClick(&desk.window, Qt::Key_F5);
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    QFETCH(const QString, failure);
    QCOMPARE(desk.visible<QLabel>(u"bannerText"_s)->text(), failure);
}

void TranslationsTest::engineTextsAreTranslatedWithTheirArguments()
{
    using std::chrono::seconds;
    const auto gibibytes = [](double value) { return TextArgument::Decimal{value, 1}; };
    const Text pressure{"System memory: pressure is now %1, %2 of %3 GiB are in use",
                        {pressureText(PressureLevel::High), gibibytes(12.3), gibibytes(15)}};
    const Text rule{"idle timeout, %1", {seconds(600)}};
    const auto limit = [](int number) { return Text{"at most %n model(s) may be loaded", {number}}; };
    {
        const Spoken german(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(wording::translated(pressure),
                 u"Arbeitsspeicher: der Druck ist jetzt hoch, 12,3 von 15,0 GiB sind belegt"_s);
        QCOMPARE(wording::translated(rule), u"Leerlauffrist, 10 min"_s);
        QCOMPARE(wording::translated(limit(1)), u"höchstens 1 Modell darf geladen sein"_s);
        QCOMPARE(wording::translated(limit(2)), u"höchstens 2 Modelle dürfen geladen sein"_s);
        QCOMPARE(wording::translated({"exit code %1", {2}}), u"Exit-Code 2"_s);
    }
    const Spoken english(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const auto ruleAfter = [](auto time) { return wording::translated({"idle timeout, %1", {time}}); };
    QCOMPARE(ruleAfter(seconds(45)), u"idle timeout, 45 s"_s);
    QCOMPARE(ruleAfter(seconds(90)), u"idle timeout, 90 s"_s); // nothing is cut off
    QCOMPARE(ruleAfter(std::chrono::milliseconds(1'781'234)), u"idle timeout, 29 min 41 s"_s);
    QCOMPARE(ruleAfter(seconds(5400)), u"idle timeout, 90 min"_s);
    QCOMPARE(ruleAfter(seconds(7200)), u"idle timeout, 2 h"_s);
    QCOMPARE(wording::translated(limit(1)), u"at most 1 model may be loaded"_s);
}

void TranslationsTest::everyTranslationCanBeChosen()
{
    QStringList there{u"auto"_s};
    const Spoken language(QLocale::c()); // brings the resources
    for (const QString &file :
         QDir(u":/modeldeck/translations"_s).entryList({u"modeldeck_*.qm"_s}, QDir::Files, QDir::Name))
        there << QString(file).remove(u"modeldeck_"_s).remove(u".qm"_s);
    QVERIFY(there.size() > 3);
    const auto rows = SettingsStore().rows();
    QCOMPARE(findRow(rows, Language)->choices, there);
}

void TranslationsTest::aChosenLanguageOverridesTheSessions()
{
    {
        const Spoken spoken(QLocale(QLocale::German, QLocale::Germany), u"fr"_s);
        QCOMPARE(spoken.language, u"fr"_s);
        QVERIFY(Desk().action(u"Paramètres"_s));
        QCOMPARE(QLocale().language(), QLocale::French); // numbers and dates too
    }
    {
        const Spoken spoken(QLocale(QLocale::German, QLocale::Germany), u"en"_s);
        QCOMPARE(spoken.language, u"en"_s);
        QVERIFY(Desk().action(u"Settings"_s));
    }
    const Spoken unknown(QLocale(QLocale::Finnish, QLocale::Finland));
    QCOMPARE(unknown.language, u"en"_s);
}

MODELDECK_TEST(TranslationsTest)
#include "translations_test.moc"
