// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScrollBar>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

QString nameOf(QWidget *widget)
{
    if (const auto *interface = QAccessible::queryAccessibleInterface(widget))
        return interface->text(QAccessible::Name);
    return {};
}

bool needsAName(const QWidget *widget)
{
    if (widget->objectName().startsWith(u"qt_")) // Qt's own parts: scroll bars, the toolbar's extension
        return false;
    if (QByteArray(widget->metaObject()->className()) == "QComboBoxListView")
        return false;
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QPlainTextEdit *>(widget) ||
           qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QProgressBar *>(widget);
}

} // namespace

// The window for those who use no mouse, or no eyes.
class AccessibilityTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyControlHasAName();
    void everythingWorksByKeyboardAlone();
    void callingAPageMovesTheFocusToIt();
};

void AccessibilityTest::everyControlHasAName()
{
    Desk desk;
    desk.engine.fail(u"rescan"_s, test::error(ErrorCode::Internal));
    QTest::keyClick(&desk.window, Qt::Key_F5);
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
    });
    desk.action(u"Settings"_s)->trigger(); // its fields are made when it is shown
    QTRY_VERIFY(desk.window.findChild<QWidget *>(u"rest_api_port"_s));
    int seen = 0;
    for (QWidget *widget : desk.window.findChildren<QWidget *>()) {
        if (!needsAName(widget) || qobject_cast<QScrollBar *>(widget) ||
            QByteArray(widget->parentWidget()->metaObject()->className()) == "QTableView" ||
            qobject_cast<QAbstractItemView *>(widget->parentWidget()) ||
            qobject_cast<QLineEdit *>(widget->parentWidget()))
            continue;
        ++seen;
        QVERIFY2(!nameOf(widget).isEmpty(), qPrintable(QLatin1StringView(widget->metaObject()->className()) +
                                                       u' ' + widget->objectName()));
    }
    QVERIFY(seen > 100);
}

void AccessibilityTest::everythingWorksByKeyboardAlone()
{
    Desk desk;
    const auto press = [&desk](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &desk.window, key,
                        modifiers);
    };
    desk.window.activateWindow();
    QTRY_VERIFY(desk.window.isActiveWindow());
    for (int i = 0; i < 60 && !desk.table->hasFocus(); ++i)
        press(Qt::Key_Tab);
    QVERIFY(desk.table->hasFocus());
    press(Qt::Key_Down);
    press(Qt::Key_Home, Qt::ControlModifier);
    const QString id = desk.table->currentIndex().data(ModelsModel::IdRole).toString();
    QVERIFY(!id.isEmpty());
    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(desk.engine.last(u"load"_s).modelId, id);
    QTRY_COMPARE(desk.text(id, ModelsModel::State), u"ready"_s);
    press(Qt::Key_Delete);
    QCOMPARE(desk.engine.last(u"unload"_s).modelId, id);

    press(Qt::Key_5, Qt::ControlModifier); // Try it
    auto *first = desk.window.findChild<QWidget *>(u"tryFirst"_s)->findChild<QPlainTextEdit *>();
    QTRY_VERIFY(first->isVisible());
    for (int i = 0; i < 60 && !first->hasFocus(); ++i)
        press(Qt::Key_Tab);
    QVERIFY(first->hasFocus());
    QTest::keyClicks(first, u"a cat"_s);
    auto *embed = desk.window.findChild<QAbstractButton *>(u"tryEmbed"_s);
    for (int i = 0; i < 60 && !embed->hasFocus(); ++i)
        press(Qt::Key_Tab);
    press(Qt::Key_Space);
    QCOMPARE(desk.engine.count(u"embed"_s), 1);
    // Or by its letter, from where the text was typed. The button is seen to go down before it clicks.
    QTRY_VERIFY(embed->isEnabled());
    first->setFocus();
    press(Qt::Key_E, Qt::AltModifier);
    QTRY_COMPARE(desk.engine.count(u"embed"_s), 2);
}

// Nobody walks through the tool bar and the side bar to what the page is for.
void AccessibilityTest::callingAPageMovesTheFocusToIt()
{
    Desk desk;
    desk.window.activateWindow();
    QTRY_VERIFY(desk.window.isActiveWindow());
    desk.window.findChild<QLineEdit *>(u"search"_s)->setFocus();
    Event loads;
    loads.modelId = u"ViT-L-14/openai"_s;
    loads.state = ModelState::Loading;
    desk.engine.publish(loads); // so that there is a list of events
    const auto *events = desk.window.findChild<QAbstractItemView *>(u"eventsTable"_s);
    QTRY_COMPARE(events->model()->rowCount(), 1);
    const std::pair<Qt::Key, QString> pages[] = {{Qt::Key_1, u"modelsTable"_s},
                                                 {Qt::Key_2, u"allModels"_s},
                                                 {Qt::Key_3, u"eventsTable"_s},
                                                 {Qt::Key_4, u"libraryTable"_s},
                                                 {Qt::Key_7, u"settingCategories"_s}};
    for (const auto &[key, name] : pages) {
        QTest::keyClick(&desk.window, key, Qt::ControlModifier);
        QCOMPARE(desk.window.focusWidget()->objectName(), name);
    }
    QTest::keyClick(&desk.window, Qt::Key_5, Qt::ControlModifier);
    QVERIFY(desk.window.findChild<QWidget *>(u"tryFirst"_s)->isAncestorOf(desk.window.focusWidget()));
}

MODELDECK_TEST(AccessibilityTest)
#include "accessibility_test.moc"
