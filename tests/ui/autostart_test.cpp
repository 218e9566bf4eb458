// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"
#include "ui/autostart.h"

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace modeldeck;

namespace {

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The keys of one group of a desktop entry.
QMap<QByteArray, QByteArray> group(const QByteArray &entry, const QByteArray &name)
{
    QMap<QByteArray, QByteArray> out;
    bool inside = false;
    for (const QByteArray &line : entry.split('\n')) {
        if (line.startsWith('['))
            inside = line == '[' + name + ']';
        else if (const qsizetype at = line.indexOf('='); inside && at > 0)
            out[line.first(at)] = line.sliced(at + 1);
    }
    return out;
}

} // namespace

// The desktop entry that starts the program at login.
class AutostartTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    const QString m_entry = m_folder.filePath(u"autostart/modeldeck.desktop"_s);

    void write(const QString &program)
    {
        Autostart autostart(m_entry, program);
        QSignalSpy known(&autostart, &Autostart::known);
        autostart.set(true);
        QTRY_COMPARE(known.size(), 1);
        QCOMPARE(known[0][0].toBool(), true);
    }

private Q_SLOTS:
    void theLoginEntryIsTheInstalledOneWithBackground()
    {
        write(u"/usr/bin/modeldeck"_s);
        const QByteArray installed = read(QStringLiteral(MODELDECK_DESKTOP_FILE));
        auto menu = group(installed, "Desktop Entry");
        auto login = group(read(m_entry), "Desktop Entry");
        QCOMPARE(login.take("X-GNOME-Autostart-enabled"), "true");
        const QByteArray action = group(installed, "Desktop Action background").value("Exec");
        QVERIFY(action.startsWith(menu.value("Exec") + ' '));
        QCOMPARE(login.take("Exec"), "\"/usr/bin/modeldeck\"" + action.sliced(menu.value("Exec").size()));
        for (const char *key : {"Name", "Icon", "Comment", "Comment[de]", "Comment[fr]", "GenericName[de]"})
            QVERIFY2(login.contains(key), key);
        for (auto [key, value] : login.asKeyValueRange())
            QCOMPARE(value, menu.value(key));
        for (const char *key : {"Actions", "Categories", "Keywords", "Keywords[de]"})
            QVERIFY2(menu.contains(key) && !login.contains(key), key);
    }

    void desktopFileValidateAcceptsTheEntry()
    {
        const QString tool = QStandardPaths::findExecutable(u"desktop-file-validate"_s);
        if (tool.isEmpty())
            QSKIP("there is no desktop-file-validate here");
        write(m_folder.filePath(u"a \"b\" $c `d` 100%f \\e"_s));
        QProcess process;
        process.start(tool, {m_entry});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardOutput(), QByteArray());
        QCOMPARE(process.exitCode(), 0);
    }

    void aDesktopStartsTheProgramFromTheEntry()
    {
        const QString tool = QStandardPaths::findExecutable(u"gio"_s);
        if (tool.isEmpty())
            QSKIP("there is no gio here");
        // Without a percent sign: GLib looks for the program before it reads %%.
        const QString program = m_folder.filePath(u"a \"b\" $c `d` \\e"_s),
                      said = m_folder.filePath(u"said"_s);
        QFile script(program);
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\necho \"$@\" >\"$SAID.new\" && mv \"$SAID.new\" \"$SAID\"\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        write(program);
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"SAID"_s, said);
        process.setProcessEnvironment(environment);
        process.start(tool, {u"launch"_s, m_entry});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        QTRY_COMPARE(read(said), QByteArray("--background\n"));
    }

    void anUnwritableEntryIsReported()
    {
        Autostart autostart(u"/proc/none/modeldeck.desktop"_s, u"/usr/bin/modeldeck"_s);
        QSignalSpy failed(&autostart, &Autostart::failed);
        QSignalSpy known(&autostart, &Autostart::known);
        autostart.set(true);
        QTRY_COMPARE(known.size(), 1);
        QCOMPARE(known[0][0].toBool(), false);
        QCOMPARE(failed.size(), 1);
    }
};

MODELDECK_TEST(AutostartTest)
#include "autostart_test.moc"
