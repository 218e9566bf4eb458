// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/tray/notifier.h"
#include "ui/tray/tray.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

// A notifier, the snapshots it sees, and what it said.
struct Ear
{
    Ear()
    {
        QObject::connect(&notifier, &Notifier::notify, &notifier,
                         [this](const QString &title, const QString &) { said << title; });
    }
    void ollama(OllamaState state)
    {
        snapshot.ollama.state = state;
        notifier.setSnapshot(snapshot);
    }
    void use(double share)
    {
        snapshot.system.used = share;
        notifier.setSnapshot(snapshot);
    }

    Preferences preferences{nullptr};
    Notifier notifier{preferences};
    Snapshot snapshot;
    QStringList said;
};

Event unloadEvent(UnloadReason reason)
{
    Event event;
    event.kind = EventKind::Receipt;
    event.modelId = u"ViT-L-14/openai"_s;
    event.receipt = receiptFor(visionModel(event.modelId, 768), reason);
    return event;
}

QAction *inMenu(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text().remove(u'&') == text)
            return action;
    }
    return nullptr;
}

} // namespace

// What the program does while nobody looks at the window, and the strips above the pages.
class PresenceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void notifiesOfPressureUnloadsAndFailuresOnly();
    void notifiesWhenOllamaIsLostAndBack();
    void noNotificationIfOllamaWasNeverThere();
    void notifiesOnceOfLastingHighUse();
    void eachKindCanBeSwitchedOff();
    void theTrayMenuOffersTheWindowsActions();
    void theTrayIconChangesInSteps();
    void closingQuitsUnlessThePreferenceKeepsRunning();
    void aSecondStartBringsTheWindowBack();
    void losingOllamaShowsABannerWithRetry();
    void aDismissedBannerStaysAwayUntilTheTroubleReturns();
    void pauseAndResume();
    void highPressureShowsABannerUntilItFalls();
    void aMissingModelsFolderShowsABanner();
};

void PresenceTest::notifiesOfPressureUnloadsAndFailuresOnly()
{
    Ear ear;
    for (const UnloadReason reason : {UnloadReason::IdleTimeout, UnloadReason::Manual, UnloadReason::Switch,
                                      UnloadReason::MemoryPressure})
        ear.notifier.noteEvent(unloadEvent(reason));
    QCOMPARE(ear.said, QStringList{u"ViT-L-14/openai was unloaded"_s});
    Event failed;
    failed.modelId = u"ViT-L-14/openai"_s;
    failed.state = ModelState::Failed;
    ear.notifier.noteEvent(failed);
    QCOMPARE(ear.said.last(), u"ViT-L-14/openai failed"_s);
}

void PresenceTest::notifiesWhenOllamaIsLostAndBack()
{
    Ear ear;
    for (const OllamaState state :
         {OllamaState::Connecting, OllamaState::Available, OllamaState::Unavailable, OllamaState::Connecting,
          OllamaState::Unavailable, OllamaState::Available})
        ear.ollama(state);
    const QStringList expected{u"Ollama does not answer"_s, u"Ollama is back"_s};
    QCOMPARE(ear.said, expected);
}

void PresenceTest::noNotificationIfOllamaWasNeverThere()
{
    Ear ear;
    for (const OllamaState state : {OllamaState::Connecting, OllamaState::Unavailable, OllamaState::Disabled})
        ear.ollama(state);
    QVERIFY(ear.said.isEmpty());
}

void PresenceTest::notifiesOnceOfLastingHighUse()
{
    Ear ear;
    ear.use(0.95); // the settings' defaults: 0.9 for 10 minutes
    ear.notifier.setNow(1000);
    ear.notifier.setNow(1000 + 599);
    QVERIFY(ear.said.isEmpty());
    ear.notifier.setNow(1000 + 600);
    ear.notifier.setNow(1000 + 900);
    QCOMPARE(ear.said.size(), 1);
    ear.use(0.5);
    ear.notifier.setNow(2000);
    ear.use(0.95);
    ear.notifier.setNow(2001);
    ear.notifier.setNow(2001 + 600);
    QCOMPARE(ear.said.size(), 2);
}

void PresenceTest::eachKindCanBeSwitchedOff()
{
    Ear ear;
    ear.preferences.set(Preference::NotifyPressureUnloads, false);
    ear.notifier.noteEvent(unloadEvent(UnloadReason::MemoryPressure));
    QVERIFY(ear.said.isEmpty());
}

void PresenceTest::theTrayMenuOffersTheWindowsActions()
{
    Desk desk;
    const QMenu *menu = desk.window.findChild<Tray *>()->menu();
    QVERIFY(inMenu(menu, u"Show"_s) && inMenu(menu, u"Quit"_s));
    desk.clickAction(u"ViT-L-14/openai"_s);
    QTRY_VERIFY(menu->actions().constFirst()->text().contains(u"1 model"));
    QTRY_VERIFY(inMenu(menu, u"Unload all"_s)->isEnabled());
    QMenu *unload = inMenu(menu, u"Unload"_s)->menu();
    QCOMPARE(unload->actions().size(), 1);
    unload->actions().constFirst()->trigger();
    QCOMPARE(desk.engine.last(u"unload"_s).modelId, u"ViT-L-14/openai"_s);
    inMenu(menu, u"Switch CLIP"_s)->menu()->actions().constFirst()->trigger();
    QCOMPARE(desk.engine.last(u"switchTo"_s).modelId, u"ViT-B-32/openai"_s);
    inMenu(menu, u"Switch the REST API on"_s)->trigger();
    const QVariantMap wanted{{u"rest_api_enabled"_s, true}};
    QCOMPARE(desk.engine.last(u"changeSettings"_s).changes.value(), wanted);
    desk.engine.changeSetting(RestApiEnabled, true);
    QTRY_VERIFY(inMenu(menu, u"Switch the REST API off"_s));
}

void PresenceTest::theTrayIconChangesInSteps()
{
    Snapshot snapshot;
    snapshot.system.total = Bytes::fromMebibytes(1000);
    snapshot.system.available = Bytes::fromMebibytes(600);
    const TrayImage before = TrayImage::of(snapshot);
    QCOMPARE(before.first, 8);
    snapshot.system.available = Bytes::fromMebibytes(590);
    QVERIFY(TrayImage::of(snapshot) == before);
    snapshot.system.available = Bytes::fromMebibytes(500);
    QVERIFY(TrayImage::of(snapshot) != before);
    QVERIFY(!before.icon().pixmap(22, 22).isNull());
    snapshot.gpus = {{u"GPU"_s, Bytes::fromMebibytes(100), Bytes::fromMebibytes(25), PressureLevel::Normal}};
    QCOMPARE(TrayImage::of(snapshot).first, 5); // the GPU's bar comes first
}

void PresenceTest::closingQuitsUnlessThePreferenceKeepsRunning()
{
    Desk desk;
    QSignalSpy quit(&desk.window, &MainWindow::quitRequested);
    desk.window.close();
    QCOMPARE(quit.size(), 1);
}

void PresenceTest::aSecondStartBringsTheWindowBack()
{
    Desk desk;
    desk.window.hide();
    desk.window.bringToFront();
    QVERIFY(desk.window.isVisible());
    desk.window.hide();
    desk.window.startInBackground(); // this platform has no tray: the window must not be lost
    QVERIFY(desk.window.isVisible());
}

void PresenceTest::losingOllamaShowsABannerWithRetry()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.ollama = {
            OllamaState::Unavailable, u"http://127.0.0.1:11434"_s, {}, MD_TEXT("connection refused")};
    });
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    QVERIFY(desk.visible<QLabel>(u"bannerText"_s)->text().contains(u"http://127.0.0.1:11434"));
    desk.visible<QPushButton>(u"Do without"_s)->click();
    const QVariantMap wanted{{u"ollama_enabled"_s, false}};
    QCOMPARE(desk.engine.last(u"changeSettings"_s).changes.value(), wanted);
    desk.visible<QPushButton>(u"retry"_s)->click();
    QCOMPARE(desk.engine.count(u"retryOllama"_s), 1);
}

void PresenceTest::aDismissedBannerStaysAwayUntilTheTroubleReturns()
{
    Desk desk;
    const auto set = [&desk](OllamaState state) {
        desk.engine.change([state](Snapshot &snapshot) { snapshot.ollama.state = state; });
        QCoreApplication::processEvents();
    };
    set(OllamaState::Unavailable);
    QTRY_VERIFY(desk.visible<QPushButton>(u"dismiss"_s));
    desk.visible<QPushButton>(u"dismiss"_s)->click();
    set(OllamaState::Connecting);
    set(OllamaState::Unavailable);
    QVERIFY(!desk.visible<QPushButton>(u"dismiss"_s));
    set(OllamaState::Available);
    set(OllamaState::Unavailable);
    QTRY_VERIFY(desk.visible<QPushButton>(u"dismiss"_s));
    set(OllamaState::Available);
    QTRY_VERIFY(!desk.visible<QPushButton>(u"dismiss"_s));
}

void PresenceTest::pauseAndResume()
{
    Desk desk;
    const QMenu *pause = inMenu(desk.window.findChild<Tray *>()->menu(), u"Pause unloading"_s)->menu();
    QVERIFY(!desk.action(u"Resume unloading"_s)->isEnabled());
    inMenu(pause, u"For 15 minutes"_s)->trigger();
    QCOMPARE(desk.engine.last(u"pause"_s).time, std::optional(std::chrono::seconds(900)));
    QTRY_VERIFY(desk.visible<QPushButton>(u"Resume"_s));
    inMenu(pause, u"Until resumed"_s)->trigger();
    QVERIFY(!desk.engine.last(u"pause"_s).time);
    QTRY_VERIFY(desk.action(u"Resume unloading"_s)->isEnabled());
    desk.visible<QPushButton>(u"Resume"_s)->click();
    QCOMPARE(desk.engine.count(u"resume"_s), 1);
    QTRY_VERIFY(!desk.visible<QPushButton>(u"Resume"_s));
}

void PresenceTest::highPressureShowsABannerUntilItFalls()
{
    Desk desk;
    desk.engine.change([](Snapshot &snapshot) {
        snapshot.system.used = 0.91;
        snapshot.system.level = PressureLevel::High;
    });
    QTRY_VERIFY(desk.visible<QLabel>(u"bannerText"_s));
    const QString text = desk.visible<QLabel>(u"bannerText"_s)->text();
    QVERIFY2(text.contains(u"pressure is high") && !text.contains(u'%'),
             qPrintable(text)); // the number would grow old
    desk.visible<QPushButton>(u"copyDetails"_s)->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"91 %"));
    desk.engine.change([](Snapshot &snapshot) { snapshot.system.level = PressureLevel::Medium; });
    QTRY_VERIFY(!desk.visible<QLabel>(u"bannerText"_s));
}

void PresenceTest::aMissingModelsFolderShowsABanner()
{
    const QTemporaryDir home;
    const QString folder = home.filePath(u"models"_s);
    Desk desk;
    const auto name = [&desk](const QString &key, const QVariant &value) {
        SettingsStore store;
        QVERIFY(store.change({{key, value}}));
        desk.engine.change([&store](Snapshot &snapshot) {
            snapshot.settings = store.settings();
            snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(store.rows());
        });
    };
    const auto text = [&desk] {
        const auto *label = desk.visible<QLabel>(u"bannerText"_s);
        return label ? label->text() : QString();
    };
    name(u"models_directories"_s, QStringList{folder});
    QTRY_VERIFY(text().contains(folder));
    desk.visible<QPushButton>(u"retry"_s)->click(); // it is still not there
    QTRY_VERIFY(text().contains(folder));
    QVERIFY(QDir().mkdir(folder));
    desk.visible<QPushButton>(u"retry"_s)->click();
    QTRY_COMPARE(desk.engine.count(u"rescan"_s), 2);
    QTRY_COMPARE(text(), QString());
    name(u"models_directories"_s, QStringList{folder, home.filePath(u"more"_s)});
    QTRY_VERIFY(text().contains(u"more"));
    QVERIFY(!text().contains(folder + u','));
    name(u"clip_threads"_s, 3); // the default folders, which need not be there yet
    QTRY_COMPARE(text(), QString());
}

MODELDECK_TEST(PresenceTest)
#include "presence_test.moc"
