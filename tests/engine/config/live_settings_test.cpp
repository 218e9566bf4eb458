// SPDX-License-Identifier: GPL-3.0-or-later
// Settings that change while the program runs: on real files, as editors, people and configuration tools
// leave them.
#include "engine/config/live_settings.h"
#include "tests/support/test_program.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QTimer>
#include <filesystem>

using namespace modeldeck;
using namespace Qt::StringLiterals;

class LiveSettingsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<LiveSettings> m_live;
    std::vector<std::vector<Key>> m_changes;
    std::vector<Error> m_refused;

    QString folder() const { return m_dir->filePath(u"a/b"_s); }
    QString path() const { return folder() + u"/config.json"_s; }

    void write(const QByteArray &bytes, const QString &to = {}) const
    {
        QFile file(to.isEmpty() ? path() : to);
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void replace(const QByteArray &bytes, const QString &to = {}) const // as editors and QSaveFile do
    {
        QSaveFile file(to.isEmpty() ? path() : to);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        QVERIFY(file.commit());
    }
    void start(const QMap<QString, QString> &environment = {})
    {
        auto store = SettingsStore::load({path(), environment, {}, {}});
        QVERIFY(store);
        m_live = std::make_unique<LiveSettings>(std::move(*store));
        connect(m_live.get(), &LiveSettings::changed, this,
                [this](const std::vector<Key> &keys) { m_changes.push_back(keys); });
        connect(m_live.get(), &LiveSettings::refused, this,
                [this](const Error &error) { m_refused.push_back(error); });
    }
    qint64 threads() const { return m_live->settings()[ClipThreads]; }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_changes.clear();
        m_refused.clear();
    }
    void cleanup() { m_live.reset(); }

    void everyWayToChangeTheFileIsSeen()
    {
        write(R"({"clip_threads": 1})");
        start();
        write(R"({"clip_threads": 2})"); // in place
        QTRY_COMPARE(threads(), 2);
        replace(R"({"clip_threads": 3})");
        QTRY_COMPARE(threads(), 3);
        replace(R"({"clip_threads": 4})"); // the watch has moved to the new file
        QTRY_COMPARE(threads(), 4);
        QVERIFY(QFile::remove(path())); // a missing file means defaults
        QTRY_COMPARE(threads(), 0);
        write(R"({"clip_threads": 5})");
        QTRY_COMPARE(threads(), 5);
        QVERIFY(QFile::rename(path(), path() + u"~"_s)); // an editor's backup, then the file anew
        write(R"({"clip_threads": 6})");
        QTRY_COMPARE(threads(), 6);
    }

    void aFolderThatComesLaterGoesAndComesBackIsFollowed()
    {
        start(); // neither a nor a/b is there
        write(R"({"clip_threads": 1})");
        QTRY_COMPARE(threads(), 1);
        QVERIFY(QDir().rename(folder(), folder() + u"-away"_s));
        QTRY_COMPARE(threads(), 0);
        QVERIFY(QDir().rename(folder() + u"-away"_s, folder()));
        QTRY_COMPARE(threads(), 1);
        QVERIFY(QDir(m_dir->filePath(u"a"_s)).removeRecursively());
        QTRY_COMPARE(threads(), 0);
        write(R"({"clip_threads": 2})");
        QTRY_COMPARE(threads(), 2);
    }

    void aNeighbourThatChangesAllTheTimeHidesNothing()
    {
        write(R"({"clip_threads": 1})");
        start();
        QTimer neighbour; // faster than a change is believed to be over
        int writes = 0;
        connect(&neighbour, &QTimer::timeout, this,
                [&] { replace(QByteArray::number(++writes), folder() + u"/neighbour.json"_s); });
        neighbour.start(50);
        QTRY_VERIFY(writes > 2);
        write(R"({"clip_threads": 2})");
        QTRY_COMPARE(threads(), 2);
    }

    void theTargetOfALinkIsFollowed()
    {
        const QString target = m_dir->filePath(u"dotfiles/config.json"_s);
        write(R"({"clip_threads": 1})", target);
        QVERIFY(QDir().mkpath(folder()));
        QVERIFY(QFile::link(target, path()));
        start();
        QCOMPARE(threads(), 1);
        write(R"({"clip_threads": 2})", target);
        QTRY_COMPARE(threads(), 2);
        write(R"({"clip_threads": 3})", target + u".new"_s);
        std::filesystem::rename((target + u".new"_s).toStdString(), target.toStdString());
        QTRY_COMPARE(threads(), 3);
    }

    void anInvalidFileKeepsTheValuesUntilItIsMended()
    {
        write(R"({"clip_threads": 1})");
        start();
        write(R"({"clip_threads": 2, "rest_api_port": 70000})");
        QTRY_COMPARE(m_refused.size(), 1U);
        QCOMPARE(m_refused[0].parameter, u"rest_api_port"_s);
        QCOMPARE(threads(), 1);
        write("{ half wri");
        QTRY_COMPARE(m_refused.size(), 2U);
        QCOMPARE(threads(), 1);
        QCOMPARE(m_live->reload().error().code, ErrorCode::InvalidSetting); // SIGHUP says so too
        write(R"({"clip_threads": 2})");
        QTRY_COMPARE(threads(), 2);
        QCOMPARE(m_changes.size(), 1U);
    }

    void whatChangedIsToldOnceAndOurOwnChangesAreNotToldAgain()
    {
        start();
        QVERIFY(m_live->change({{u"clip_threads"_s, 2}, {u"max_loaded_models"_s, 3}}));
        QCOMPARE(m_changes, (std::vector<std::vector<Key>>{{MaxLoadedModels, ClipThreads}}));
        QCOMPARE(m_live->settings()[ClipThreads], 2);
        QCOMPARE(findRow(*m_live->rows(), ClipThreads)->source, SettingSource::File);
        QVERIFY(m_live->change({{u"clip_threads"_s, 2}}));
        write("{}", folder() + u"/neighbour.json"_s);
        replace(R"({"clip_threads": 4, "max_loaded_models": 3})"); // a later change shows that
                                                                   // nothing came between
        QTRY_COMPARE(m_changes.size(), 2U);
        QCOMPARE(m_changes[1], std::vector<Key>{ClipThreads});
    }

    void theEnvironmentStillWinsAfterAReload()
    {
        start({{u"MODELDECK_CLIP_THREADS"_s, u"7"_s}});
        write(R"({"clip_threads": 1, "max_loaded_models": 3})");
        QTRY_COMPARE(m_live->settings()[MaxLoadedModels], 3);
        QCOMPARE(threads(), 7);
        QCOMPARE(m_live->change({{u"clip_threads"_s, 2}}).error().code, ErrorCode::SettingLocked);
    }
};

MODELDECK_TEST(LiveSettingsTest)
#include "live_settings_test.moc"
