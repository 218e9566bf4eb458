// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/screenshots/studio.h"

#include "tests/ui/desk.h"
#include "ui/charts/timeline_chart.h"
#include "ui/engine_link.h"

#include <QDateTime>
#include <QImage>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck::test {

namespace {

void writeLog(const QString &path)
{
    writeFile(
        path,
        "2021-12-31T14:29:00.123Z info modeldeck.host: listening on http://127.0.0.1:7000\n"
        "2021-12-31T14:31:22.001Z info modeldeck.scheduler: ViT-L-14/openai loads\n"
        "2021-12-31T14:31:22.840Z debug modeldeck.runner: hello from process 4711\n"
        "2021-12-31T14:31:54.100Z warning modeldeck.memory: memory pressure is now high\n"
        "2021-12-31T14:32:04.700Z error modeldeck.ollama: http://127.0.0.1:11434 refused the connection\n");
}

} // namespace

void waitFor(const char *what, const std::function<bool()> &condition)
{
    if (!QTest::qWaitFor(condition, 30'000))
        qFatal("not seen: %s", what);
}

Studio::Studio(const Album &album, const World &world, QSize size) : m_album(album), m_world(world)
{
    const auto rows = std::make_shared<const std::vector<SettingRow>>(SettingsStore().rows());
    engine.change([&rows](Snapshot &snapshot) { snapshot.settingRows = rows; });
    window.resize(size);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window))
        qFatal("the window does not appear");
    play();
}

WindowOptions Studio::options()
{
    writeLog(logFile());
    return {nullptr,
            [this] { return m_now; },
            logFile(),
            {m_files.filePath(u"rest-token"_s), [](const QString &) { return u"a-token"_s; }},
            m_files.filePath(u"modeldeck.desktop"_s)};
}

QString Studio::imageFile() const
{
    const QString path = m_files.filePath(u"cat-on-sofa.png"_s);
    QImage image(640, 480, QImage::Format_RGB32);
    image.fill(Qt::gray);
    if (!image.save(path))
        qFatal("%s can't be written", qPrintable(path));
    return path;
}

// Second by second. In the window's pause nothing is measured.
void Studio::play()
{
    for (int back = World::length; back >= 0; --back) {
        m_now = World::end - back;
        m_world.show(engine, back);
        QCoreApplication::processEvents();
        if (!m_world.trouble || back < 30 || back > 36)
            window.tick();
    }
}

// The setting as the engine tells it, and the server as the program tells it.
void Studio::switchRestOn()
{
    SettingsStore store;
    if (!store.change({{u"rest_api_enabled"_s, true}}))
        qFatal("REST can't be switched on");
    engine.change([&store](Snapshot &snapshot) {
        snapshot.settings = store.settings();
        snapshot.settingRows = std::make_shared<const std::vector<SettingRow>>(store.rows());
    });
    window.setRestStatus({RestView::State::On, {u"http://127.0.0.1:7000"_s, u"http://[::1]:7000"_s}, {}});
}

void Studio::turnTo(const char *page)
{
    const QString title = QCoreApplication::translate("modeldeck::MainWindow", page);
    for (QAction *action : window.actions()) {
        if (action->text() == title)
            action->trigger();
    }
}

void Studio::choose(const QString &table, const QString &text)
{
    auto *view = part<QAbstractItemView>(table);
    waitFor("the row", [view, &text] {
        for (int column = 0; column < view->model()->columnCount(); ++column) {
            const auto found = view->model()->match(view->model()->index(0, column), Qt::DisplayRole, text, 1,
                                                    Qt::MatchExactly);
            if (!found.isEmpty()) {
                view->setCurrentIndex(found.first().siblingAtColumn(0));
                return true;
            }
        }
        return false;
    });
}

// The newest snapshot has come, and each chart that can be seen has drawn it: the second one does so
// a little later.
bool Studio::isUpToDate() const
{
    const auto *link = window.findChild<EngineLink *>();
    if (link->snapshot().sequence != engine.snapshot()->sequence)
        return false;
    const QString now = QDateTime::fromSecsSinceEpoch(qint64(m_now)).toUTC().toString(Qt::ISODate);
    return std::ranges::all_of(window.findChildren<TimelineChart *>(), [&now](const TimelineChart *chart) {
        return !chart->isVisible() || chart->csv().contains(u'\n' + now);
    });
}

void Studio::shoot(const QString &name, QWidget *widget)
{
    waitFor("the newest snapshot", [this] { return isUpToDate(); });
    settle(window);
    const QString path = m_album.folder.filePath(name + m_album.ending);
    if (!widget->grab().save(path))
        qFatal("%s can't be written", qPrintable(path));
}

void Studio::shoot(const QString &name)
{
    shoot(name, &window);
}

} // namespace modeldeck::test
