// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "tests/ui/desk.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDBusPendingReply>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QSystemTrayIcon>
#include <QTemporaryDir>
#include <QThread>
#include <mutex>

using namespace Qt::StringLiterals;
using namespace modeldeck;
using namespace modeldeck::test;

namespace {

constexpr auto itemInterface = "org.kde.StatusNotifierItem"_L1;
constexpr auto menuInterface = "com.canonical.dbusmenu"_L1;
constexpr auto propertiesInterface = "org.freedesktop.DBus.Properties"_L1;

// What a desktop with a tray offers on the session bus.
class TrayWatcher : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost CONSTANT)
public:
    bool hasHost() const { return true; }
    QString item() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_item;
    }
    void setItem(const QString &service)
    {
        const std::scoped_lock lock(m_mutex);
        m_item = service;
    }

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString &service)
    {
        setItem(service);
    } // NOLINT: the protocol's name

private:
    mutable std::mutex m_mutex;
    QString m_item;
};

// The desktop's side of the bus. In a thread of its own, since Qt asks for it and waits for the answer.
class Desktop
{
public:
    Desktop()
    {
        m_watcher.moveToThread(&m_thread);
        m_thread.start();
        m_ready =
            m_bus.registerObject(u"/StatusNotifierWatcher"_s, &m_watcher,
                                 QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllProperties) &&
            m_bus.registerService(u"org.kde.StatusNotifierWatcher"_s);
    }
    ~Desktop()
    {
        m_thread.quit();
        m_thread.wait();
        QDBusConnection::disconnectFromBus(m_bus.name());
    }

    bool isReady() const { return m_ready; }
    QString item() const { return m_watcher.item(); }
    void forget() { m_watcher.setItem({}); } // the window of the test before

    // The answers come while the window's event loop runs.
    QVariantList call(const QString &path, const QString &interface, const QString &method,
                      const QVariantList &arguments) const
    {
        auto message = QDBusMessage::createMethodCall(item(), path, interface, method);
        message.setArguments(arguments);
        QDBusPendingCall pending = m_bus.asyncCall(message);
        if (!QTest::qWaitFor([&pending] { return pending.isFinished(); }) || pending.isError())
            qWarning("%s: %s", qPrintable(method), qPrintable(pending.error().message()));
        return pending.reply().arguments();
    }
    QVariant property(const QString &name) const
    {
        const auto answer =
            call(u"/StatusNotifierItem"_s, propertiesInterface, u"Get"_s, {itemInterface, name});
        return answer.isEmpty() ? QVariant() : answer.first().value<QDBusVariant>().variant();
    }

private:
    QThread m_thread;
    TrayWatcher m_watcher;
    QDBusConnection m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"desktop"_s);
    bool m_ready = false;
};

struct MenuItem
{
    int id = 0;
    QString label;
    bool enabled = true;
};

// The first level of a layout: (id, properties, items), each item such a structure in a variant.
std::vector<MenuItem> menuItems(const QDBusArgument &layout)
{
    std::vector<MenuItem> items;
    int root = 0;
    QVariantMap properties;
    layout.beginStructure();
    layout >> root >> properties;
    layout.beginArray();
    while (!layout.atEnd()) {
        QDBusVariant child;
        layout >> child;
        const auto argument = child.variant().value<QDBusArgument>();
        MenuItem item;
        argument.beginStructure();
        argument >> item.id >> properties;
        item.label = properties[u"label"_s].toString().remove(u'_');
        item.enabled = properties.value(u"enabled"_s, true).toBool();
        items.push_back(item);
    }
    return items;
}

} // namespace

// The icon in a desktop's tray, as the desktop sees it over the session bus. Runs where that is the window
// system's way (xcb), with a session bus of its own: see CMakeLists.txt.
class TrayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_desktop.forget(); }
    void theIconAppearsWithItsToolTip();
    void startsInTheBackgroundAndComesForwardByAClick();
    void theMenuUnloadsEverything();
    void endingTheSessionQuitsEvenFromTheTray();

private:
    std::vector<MenuItem> menu() const;
    int idOf(const QString &label) const;
    int pictures() const;

    Desktop m_desktop;
    QTemporaryDir m_folder;
};

void TrayTest::initTestCase()
{
    QVERIFY(m_desktop.isReady());
    QVERIFY(QSystemTrayIcon::isSystemTrayAvailable());
}

std::vector<MenuItem> TrayTest::menu() const
{
    const auto path = m_desktop.property(u"Menu"_s).value<QDBusObjectPath>().path();
    const auto answer = m_desktop.call(path, menuInterface, u"GetLayout"_s, {0, 1, QStringList()});
    return answer.size() == 2 ? menuItems(answer[1].value<QDBusArgument>()) : std::vector<MenuItem>();
}

int TrayTest::idOf(const QString &label) const
{
    for (const MenuItem &item : menu()) {
        if (item.label == label)
            return item.id;
    }
    return -1;
}

// How many the icon has. Each is (width, height, pixels).
int TrayTest::pictures() const
{
    const auto icon = m_desktop.property(u"IconPixmap"_s).value<QDBusArgument>();
    int count = 0;
    icon.beginArray();
    while (!icon.atEnd()) {
        int width = 0;
        int height = 0;
        QByteArray pixels;
        icon.beginStructure();
        icon >> width >> height >> pixels;
        icon.endStructure();
        count += width > 0 && pixels.size() == width * height * 4 ? 1 : 0;
    }
    return count;
}

void TrayTest::theIconAppearsWithItsToolTip()
{
    QSettings settings(m_folder.filePath(u"one.ini"_s), QSettings::IniFormat);
    QTest::failOnWarning(QRegularExpression(u"No Icon set"_s));
    Desk desk(&settings);
    QTRY_VERIFY(!m_desktop.item().isEmpty());
    // The desktop gets the drawing in every size, and a status that shows it.
    QTRY_VERIFY(pictures() > 1);
    QCOMPARE(m_desktop.property(u"Status"_s).toString(), u"Active"_s);
    QStringList labels;
    for (const MenuItem &item : menu())
        labels << item.label;
    for (const QString &label : {u"Show"_s, u"Unload all"_s, u"Unload"_s, u"Switch CLIP"_s,
                                 u"Pause unloading"_s, u"Switch the REST API on"_s, u"Quit"_s})
        QVERIFY2(labels.contains(label), qPrintable(labels.join(u", "_s)));
    QVERIFY2(labels[0].contains(u"RAM"), qPrintable(labels[0])); // how it is, before anything to do
}

void TrayTest::startsInTheBackgroundAndComesForwardByAClick()
{
    FakeEngine engine;
    MainWindow window(engine);
    window.startInBackground();
    QTRY_VERIFY(!m_desktop.item().isEmpty());
    QVERIFY(!window.isVisible());
    m_desktop.call(u"/StatusNotifierItem"_s, itemInterface, u"Activate"_s, {0, 0});
    QTRY_VERIFY(window.isVisible());
    window.hide();
    m_desktop.call(m_desktop.property(u"Menu"_s).value<QDBusObjectPath>().path(), menuInterface, u"Event"_s,
                   {idOf(u"Show"_s), u"clicked"_s, QVariant::fromValue(QDBusVariant(0)), 0U});
    QTRY_VERIFY(window.isVisible());
}

void TrayTest::theMenuUnloadsEverything()
{
    QSettings settings(m_folder.filePath(u"two.ini"_s), QSettings::IniFormat);
    Desk desk(&settings);
    desk.engine.changeModel(u"ViT-L-14/openai"_s, [](ModelView &model) {
        model.state = ModelState::Ready;
        model.loaded = true;
    });
    QTRY_COMPARE(desk.text(u"ViT-L-14/openai"_s, ModelsModel::State), u"ready"_s);
    const auto path = m_desktop.property(u"Menu"_s).value<QDBusObjectPath>().path();
    m_desktop.call(path, menuInterface, u"Event"_s,
                   {idOf(u"Unload all"_s), u"clicked"_s, QVariant::fromValue(QDBusVariant(0)), 0U});
    QTRY_COMPARE(desk.text(u"ViT-L-14/openai"_s, ModelsModel::State), u"not loaded"_s);
}

void TrayTest::endingTheSessionQuitsEvenFromTheTray()
{
    QSettings settings(m_folder.filePath(u"three.ini"_s), QSettings::IniFormat);
    Preferences(&settings).set(Preference::KeepsRunning, true);
    Desk desk(&settings);
    QTRY_VERIFY(!m_desktop.item().isEmpty());
    const QSignalSpy quits(&desk.window, &MainWindow::quitRequested);
    desk.window.close();
    QVERIFY(!desk.window.isVisible() && quits.isEmpty()); // it stays in the tray
    desk.window.show();
    QEvent quit(QEvent::Quit); // as Qt's session management sends it
    QCoreApplication::sendEvent(qApp, &quit);
    QVERIFY(quit.isAccepted());
    QCOMPARE(quits.count(), 1);
}

MODELDECK_TEST(TrayTest)
#include "tray_test.moc"
