// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

QAction *curlAction(QWidget &window, const QString &text)
{
    for (QMenu *menu : window.findChildren<QMenu *>()) {
        if (menu->title() != u"Copy cu&rl command"_s)
            continue;
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action;
        }
    }
    return nullptr;
}

// The dialog of a model's timeouts, opened.
struct TimeoutFields
{
    TimeoutFields(const Desk &desk, const QString &id)
    {
        desk.select(id);
        desk.action(u"Timeouts…"_s)->trigger();
        dialog = desk.visible<QDialog>(u"timeoutsDialog"_s);
        own = dialog->findChild<QAbstractButton *>();
        ram = part<QLineEdit>(u"ramTimeout"_s);
    }
    template <class T>
    T *part(const QString &name) const
    {
        return dialog->findChild<T *>(name);
    }
    void pressReturn() const
    {
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(!dialog);
    }

    QPointer<QDialog> dialog;
    QAbstractButton *own;
    QLineEdit *ram;
};

} // namespace

// What the window tells the engine, and what a terminal would tell the REST API instead.
class CommandsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void timeoutsOfOneModelAreCheckedAndSent();
    void timeoutsSendOnlyWhatWasChanged();
    void everyActionHasACurlCommand();
    void curlCommandsCarryTheToken();

private:
    const QString m_clip = u"ViT-L-14/openai"_s;
};

void CommandsTest::timeoutsOfOneModelAreCheckedAndSent()
{
    Desk desk;
    const TimeoutFields dialog(desk, m_clip);
    const auto *error = dialog.part<QLabel>(u"timeoutsError"_s);
    QCOMPARE(dialog.ram->text(), u"1800"_s);
    QVERIFY(!dialog.ram->isEnabled());
    dialog.own->click();
    dialog.ram->setText(u"-5"_s);
    QVERIFY(!error->text().isEmpty());
    dialog.ram->setText(u"120"_s);
    QVERIFY2(error->text().isEmpty(), qPrintable(error->text()));
    dialog.part<QPushButton>(u"timeoutsCurl"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"curl -s -X PUT "
             u"'http://127.0.0.1:7000/api/model-usage-tracker-config/model/ViT-L-14/openai/timeout' "
             "-d '{\"ram_timeout\":120,\"vram_timeout\":600}'"_s);
    QCOMPARE(desk.engine.count(u"changeTimeouts"_s), 0); // Ok is what sends
    dialog.pressReturn();
    QCOMPARE(desk.engine.last(u"changeTimeouts"_s).modelId, m_clip);
    const QVariantMap both{{u"vram_timeout"_s, 600}, {u"ram_timeout"_s, 120}};
    QCOMPARE(desk.engine.last(u"changeTimeouts"_s).changes, both);
}

// What another editor changes meanwhile stays: of other models, and of this one where the dialog
// was left alone.
void CommandsTest::timeoutsSendOnlyWhatWasChanged()
{
    Desk desk;
    desk.engine.changeSetting(ModelTimeoutOverrides,
                              QVariantMap{{m_clip, QVariantMap{{u"ram_timeout"_s, 1800}}},
                                          {u"ViT-B-32/openai"_s, QVariantMap{{u"ram_timeout"_s, 60}}}});
    QCoreApplication::processEvents();
    {
        const TimeoutFields dialog(desk, m_clip);
        QVERIFY(dialog.own->isChecked());
        dialog.pressReturn();
        QCOMPARE(desk.engine.count(u"changeTimeouts"_s), 0);
    }
    {
        const TimeoutFields dialog(desk, m_clip);
        dialog.ram->setText(u"120"_s);
        dialog.pressReturn();
        const QVariantMap one{{u"ram_timeout"_s, 120}};
        QCOMPARE(desk.engine.last(u"changeTimeouts"_s).changes, one);
    }
    const TimeoutFields dialog(desk, m_clip);
    dialog.own->click();
    dialog.pressReturn();
    const QVariantMap none{{u"vram_timeout"_s, {}}, {u"ram_timeout"_s, {}}};
    QCOMPARE(desk.engine.last(u"changeTimeouts"_s).changes, none);
    QCOMPARE(desk.engine.count(u"changeSettings"_s), 0);
}

void CommandsTest::everyActionHasACurlCommand()
{
    Desk desk;
    desk.select(m_clip);
    const QString base = u"'http://127.0.0.1:7000/api/rag/embedding/"_s;
    const std::pair<QString, QString> expected[] = {
        {u"Load"_s, u"curl -s -X POST "_s + base + u"vision/load/ViT-L-14/openai'"_s},
        {u"Unload"_s, u"curl -s -X POST "_s + base + u"vision/unload/ViT-L-14/openai'"_s},
        {u"Switch to this model"_s, u"curl -s -X POST "_s + base + u"vision/switch/ViT-L-14/openai'"_s},
        {u"Pin"_s, u"curl -s -X POST "_s + base + u"pin/ViT-L-14/openai'"_s},
        {u"Rescan for models"_s, u"curl -s -X POST "_s + base + u"rescan'"_s},
        {u"Embed a text"_s, u"curl -s 'http://127.0.0.1:7000/v1/embeddings' -d "
                            "'{\"input\":\"a photo of a cat\",\"model\":\"ViT-L-14/openai\"}'"_s},
    };
    for (const auto &[name, command] : expected) {
        QAction *action = curlAction(desk.window, name);
        QVERIFY2(action, qPrintable(name));
        action->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), command);
    }
    desk.select(u"mxbai-embed-large"_s);
    curlAction(desk.window, u"Load"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"/text/load/mxbai-embed-large'"));
}

void CommandsTest::curlCommandsCarryTheToken()
{
    Desk desk;
    desk.select(m_clip);
    desk.engine.changeSetting(RestApiTokenFile, u"/home/me/it's here"_s);
    desk.window.setRestStatus({RestView::State::On, {u"https://[::1]:7443"_s}, {}});
    QCoreApplication::processEvents();
    curlAction(desk.window, u"Load"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"curl -s -X POST -H \"Authorization: Bearer $(cat '/home/me/it'\\''s here')\" "
             "'https://[::1]:7443/api/rag/embedding/vision/load/ViT-L-14/openai'"_s);
}

MODELDECK_TEST(CommandsTest)
#include "commands_test.moc"
