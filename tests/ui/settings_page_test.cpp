// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

const QString timeoutKey = u"model_usage_tracker_vision_embedding_ram_timeout"_s;

// A desk whose settings page is open.
struct SettingsDesk : Desk
{
    SettingsDesk()
    {
        engine.change([](Snapshot &snapshot) {
            snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
        });
        action(u"Settings"_s)->trigger();
        if (!QTest::qWaitFor([this] { return field(timeoutKey) != nullptr; }))
            qFatal("the page shows no settings");
    }
    QWidget *field(const QString &key) const { return window.findChild<QWidget *>(key); }
    QLineEdit *line(const QString &key) const { return field(key)->findChild<QLineEdit *>(u"editor"_s); }
    QLabel *error(const QString &key) const { return field(key)->findChild<QLabel *>(u"error"_s); }
    void changeRow(const QString &key, const std::function<void(SettingRow &)> &edit)
    {
        engine.change([&](Snapshot &snapshot) {
            auto rows = std::make_shared<std::vector<SettingRow>>(*snapshot.settingRows);
            edit(*std::ranges::find(*rows, key, &SettingRow::name));
            snapshot.settingRows = rows;
        });
    }
    QPushButton *apply = window.findChild<QPushButton *>(u"settingsApply"_s);
    QPushButton *revert = window.findChild<QPushButton *>(u"settingsRevert"_s);
    QLabel *message = window.findChild<QLabel *>(u"settingsMessage"_s);
};

} // namespace

// The settings page: what is typed is checked, sent whole, and taken back.
class SettingsPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySettingIsOnThePage();
    void anInvalidValueIsRefusedWhereItIsTyped();
    void changesAreAppliedTogether();
    void revertTakesEditsBack();
    void resettingToTheDefaultRemovesTheValueFromTheFile();
    void aLockedSettingSaysWhoHoldsIt();
    void saysIfTheDesktopHasNoTray();
    void theAppliedMessageIsGoneOnTheNextVisit();
    void theEnginesErrorIsShownAtItsField();
    void anEditSurvivesAnotherChange();
    void searchFindsASetting();
    void aPresetAppliesAllItsSettings();
    void aTokenIsMadeAndShownOnce();
    void theLoginEntryIsWrittenAndRemoved();
};

void SettingsPageTest::everySettingIsOnThePage()
{
    SettingsDesk desk;
    for (const SettingRow &row : SettingsStore().rows())
        QVERIFY2(desk.field(row.name), qPrintable(row.name));
    QVERIFY(!desk.apply->isEnabled() && !desk.revert->isEnabled());
}

void SettingsPageTest::anInvalidValueIsRefusedWhereItIsTyped()
{
    SettingsDesk desk;
    desk.line(timeoutKey)->setText(u"soon"_s);
    QVERIFY(desk.error(timeoutKey)->text().contains(u"soon"));
    QVERIFY(desk.error(timeoutKey)->isVisible());
    QVERIFY(!desk.apply->isEnabled());
    QVERIFY(desk.revert->isEnabled());
    desk.line(timeoutKey)->setText(u"60"_s);
    QVERIFY(!desk.error(timeoutKey)->isVisible());
    QVERIFY(desk.apply->isEnabled());
}

void SettingsPageTest::changesAreAppliedTogether()
{
    SettingsDesk desk;
    desk.line(timeoutKey)->setText(u"60"_s);
    desk.field(u"ollama_enabled"_s)->findChild<QCheckBox *>()->click();
    desk.line(u"models_directories"_s)->setText(u"/a:/b"_s);
    QVERIFY(desk.message->text().contains(u"3"));
    desk.window.findChild<QPushButton *>(u"settingsCurl"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"curl -s -X PATCH 'http://127.0.0.1:7000/api/rag/embedding/config' -d '{\"%1\":60,"
             "\"models_directories\":[\"/a\",\"/b\"],\"ollama_enabled\":false}'"_s.arg(timeoutKey));
    desk.engine.hold();
    desk.apply->click();
    const QVariantMap sent = desk.engine.last(u"changeSettings"_s).changes.value();
    const QVariantMap wanted{{timeoutKey, 60LL},
                             {u"ollama_enabled"_s, false},
                             {u"models_directories"_s, QStringList{u"/a"_s, u"/b"_s}}};
    QCOMPARE(sent, wanted);
    for (const auto &[key, value] :
         wanted.asKeyValueRange()) // a snapshot with what was done comes before the answer
        desk.changeRow(key, [&value = value](SettingRow &row) { row.value = value; });
    QTRY_VERIFY(!desk.apply->isEnabled());
    desk.engine.release();
    QTRY_COMPARE(desk.message->text(), u"Applied."_s);
    desk.changeRow(u"log_level"_s, [](SettingRow &row) { row.value = u"debug"_s; }); // the file is read anew
    QTRY_COMPARE(desk.field(u"log_level"_s)->findChild<QComboBox *>()->currentText(), u"debug"_s);
    QCOMPARE(desk.message->text(), u"Applied."_s);
}

void SettingsPageTest::revertTakesEditsBack()
{
    SettingsDesk desk;
    desk.line(timeoutKey)->setText(u"-1"_s);
    desk.revert->click();
    QCOMPARE(desk.line(timeoutKey)->text(), u"1800"_s);
    QVERIFY(!desk.error(timeoutKey)->isVisible());
    QVERIFY(!desk.revert->isEnabled());
    QCOMPARE(desk.engine.count(u"changeSettings"_s), 0);
}

void SettingsPageTest::resettingToTheDefaultRemovesTheValueFromTheFile()
{
    SettingsDesk desk;
    desk.changeRow(timeoutKey, [](SettingRow &row) {
        row.value = 60LL;
        row.source = SettingSource::File;
    });
    QTRY_COMPARE(desk.line(timeoutKey)->text(), u"60"_s);
    for (QToolButton *button : desk.field(timeoutKey)->findChildren<QToolButton *>())
        button->click(); // back to the default
    QCOMPARE(desk.line(timeoutKey)->text(), u"1800"_s);
    desk.apply->click();
    const QVariantMap sent = desk.engine.last(u"changeSettings"_s).changes.value();
    QVERIFY(sent.contains(timeoutKey) && sent.value(timeoutKey).isNull());
}

void SettingsPageTest::aLockedSettingSaysWhoHoldsIt()
{
    SettingsDesk desk;
    desk.changeRow(timeoutKey, [](SettingRow &row) {
        row.value = 99LL;
        row.source = SettingSource::Environment;
        row.locked = true;
    });
    QTRY_VERIFY(!desk.line(timeoutKey)->isEnabled());
    QCOMPARE(desk.line(timeoutKey)->text(), u"99"_s);
    QString texts;
    for (const QLabel *label : desk.field(timeoutKey)->findChildren<QLabel *>())
        texts += label->text();
    QVERIFY2(texts.contains(timeoutKey.toUpper()), qPrintable(texts));
    // The sign is a picture: few fonts have it as a letter.
    QVERIFY(desk.field(timeoutKey)->findChild<QWidget *>(u"lock"_s)->isVisible());
    QVERIFY(std::ranges::none_of(texts, [](QChar letter) { return letter.isSurrogate(); }));
}

void SettingsPageTest::theEnginesErrorIsShownAtItsField()
{
    SettingsDesk desk;
    Error error = test::error(ErrorCode::InvalidSetting, "keep_alive_min is longer than keep_alive_max");
    error.parameter = u"keep_alive_min"_s;
    desk.engine.fail(u"changeSettings"_s, error);
    desk.line(u"keep_alive_min"_s)->setText(u"100"_s);
    desk.apply->click();
    QTRY_VERIFY(desk.error(u"keep_alive_min"_s)->text().contains(u"longer than"));
    QVERIFY(desk.apply->isEnabled()); // it may be tried again
    QCOMPARE(desk.line(u"keep_alive_min"_s)->text(), u"100"_s);
}

void SettingsPageTest::anEditSurvivesAnotherChange()
{
    SettingsDesk desk;
    desk.line(timeoutKey)->setText(u"77"_s);
    desk.changeRow(u"rest_api_port"_s, [](SettingRow &row) { row.value = 7001LL; });
    QTRY_COMPARE(desk.line(u"rest_api_port"_s)->text(), u"7001"_s);
    QCOMPARE(desk.line(timeoutKey)->text(), u"77"_s);
}

void SettingsPageTest::searchFindsASetting()
{
    SettingsDesk desk;
    desk.window.findChild<QLineEdit *>(u"search"_s)->setText(u"rest_api_port"_s);
    QVERIFY(desk.field(u"rest_api_port"_s)->isVisible());
    QVERIFY(!desk.field(u"rest_api_address"_s)->isVisible());
    desk.window.findChild<QLineEdit *>(u"search"_s)->clear();
    QVERIFY(desk.field(u"rest_api_address"_s)->isVisible());
}

void SettingsPageTest::aPresetAppliesAllItsSettings()
{
    SettingsDesk desk;
    auto *balanced = desk.window.findChild<QAbstractButton *>(u"balanced"_s);
    auto *saver = desk.window.findChild<QAbstractButton *>(u"memory_saver"_s);
    QVERIFY(balanced && saver);
    QVERIFY(balanced->isChecked() && !saver->isChecked());
    saver->click();
    QVERIFY(!saver->isChecked()); // until the engine says so
    const QVariantMap sent = desk.engine.last(u"changeSettings"_s).changes.value();
    QVERIFY(sent.size() > 3 && sent.contains(timeoutKey));
    desk.engine.change([&sent](Snapshot &snapshot) {
        const auto rows = SettingsStore().rows();
        for (const SettingRow &row : rows) {
            if (sent.contains(row.name))
                snapshot.settings.setValue(row.key, sent[row.name]);
        }
    });
    QTRY_VERIFY(saver->isChecked());
    QVERIFY(!balanced->isChecked());
}

void SettingsPageTest::aTokenIsMadeAndShownOnce()
{
    const QString path = u"/made/rest-token"_s;
    FakeEngine engine;
    engine.change([](Snapshot &snapshot) {
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
    });
    WindowOptions options;
    QString asked;
    std::atomic<bool> fails = true;
    options.tokens = {path, [&](const QString &file) -> Result<QString> {
                          asked = file;
                          if (fails)
                              return failure(ErrorCode::Internal, MD_TEXT("%1 can't be created: %2"), file,
                                             u"full"_s);
                          return u"a-new-token"_s;
                      }};
    MainWindow window(engine, options);
    window.show();
    for (QAction *action : window.actions()) {
        if (action->text() == u"Settings"_s)
            action->trigger();
    }
    QTRY_VERIFY(window.findChild<QListWidget *>(u"settingCategories"_s)->count() > 4);
    auto *categories = window.findChild<QListWidget *>(u"settingCategories"_s);
    categories->setCurrentRow(4);
    auto *token = window.findChild<QWidget *>(u"newToken"_s)->findChild<QLineEdit *>();
    QVERIFY(!token->isVisible());
    auto *make = window.findChild<QPushButton *>(u"makeToken"_s);
    make->click();
    QTRY_VERIFY(textsOf(&window).contains(u"/made/rest-token can't be created: full"_s));
    QVERIFY(!token->isVisible() && engine.count(u"changeSettings"_s) == 0);

    fails = false;
    make->click();
    QTRY_VERIFY(token->isVisible());
    QCOMPARE(token->text(), u"a-new-token"_s);
    QCOMPARE(asked, path);
    const QVariantMap wanted{{u"rest_api_token_file"_s, path}};
    QCOMPARE(engine.last(u"changeSettings"_s).changes.value(), wanted);

    categories->setCurrentRow(0);
    categories->setCurrentRow(4);
    QVERIFY(!token->isVisible());
    QVERIFY(token->text().isEmpty());
}

void SettingsPageTest::theLoginEntryIsWrittenAndRemoved()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"autostart/modeldeck.desktop"_s);
    FakeEngine engine;
    engine.change([](Snapshot &snapshot) {
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
    });
    WindowOptions options;
    options.autostartFile = path;
    MainWindow window(engine, options);
    window.show();
    for (QAction *action : window.actions()) {
        if (action->text() == u"Settings"_s)
            action->trigger();
    }
    QTRY_VERIFY(window.findChild<QCheckBox *>(u"autostart"_s));
    auto *login = window.findChild<QCheckBox *>(u"autostart"_s);
    QTRY_VERIFY(login->isEnabled());
    QVERIFY(!login->isChecked());
    login->click();
    QTRY_VERIFY(QFileInfo::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray entry = file.readAll();
    QVERIFY2(entry.startsWith("[Desktop Entry]\n") && entry.contains("--background\n"), entry.constData());
    QTRY_VERIFY(login->isChecked());
    login->click();
    QTRY_VERIFY(!QFileInfo::exists(path));
}

void SettingsPageTest::saysIfTheDesktopHasNoTray()
{
    const SettingsDesk desk; // the platform of the tests has none
    const auto *note = desk.window.findChild<QLabel *>(u"noTray"_s);
    QVERIFY(!note->isVisible());
    auto *categories = desk.window.findChild<QListWidget *>(u"settingCategories"_s);
    categories->setCurrentRow(categories->count() - 1);
    QTRY_VERIFY(note->isVisible());
}

void SettingsPageTest::theAppliedMessageIsGoneOnTheNextVisit()
{
    SettingsDesk desk;
    desk.line(timeoutKey)->setText(u"77"_s);
    desk.engine.hold();
    desk.apply->click();
    desk.changeRow(timeoutKey, [](SettingRow &row) { row.value = 77; }); // which the engine tells first
    desk.engine.release();
    QTRY_COMPARE(desk.message->text(), u"Applied."_s);
    desk.action(u"Logs"_s)->trigger();
    desk.action(u"Settings"_s)->trigger();
    QCOMPARE(desk.message->text(), QString());
}

MODELDECK_TEST(SettingsPageTest)
#include "settings_page_test.moc"
