// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/autostart.h"

#include "ui/background.h"
#include "ui/icons.h"

#include <QDir>
#include <QFileInfo>
#include <QResource>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

// An argument as the desktop entry specification wants it: in double quotes, with these characters escaped; a
// percent sign is a field code.
QString execArgument(QString text)
{
    for (const QChar c : u"\\\"`$"_s)
        text.replace(c, u'\\' + QString(c));
    text.replace(u'\\', u"\\\\"_s); // once more, because the value is a string of the file
    text.replace(u'%', u"%%"_s);
    return u'"' + text + u'"';
}

// Whether only menus and launchers need this line of the installed entry, in any language.
bool isForMenus(const QByteArray &line)
{
    const QByteArrayList keys{"Exec", "Categories", "Keywords", "StartupNotify", "Actions"};
    return keys.contains(line.split('=').constFirst().split('[').constFirst());
}

// The installed entry with its names in every language, but for this program, and into the background.
QByteArray entryFor(const QString &program)
{
    initialiseResources();
    const QByteArray installed = QResource(u":/modeldeck/modeldeck.desktop"_s).uncompressedData();
    QByteArray out;
    for (const QByteArray &line : installed.left(installed.indexOf("\n\n")).split('\n')) { // its first group
        if (!isForMenus(line))
            out += line + '\n';
    }
    return out + "Exec=" + execArgument(program).toUtf8() + " --background\nX-GNOME-Autostart-enabled=true\n";
}

QString write(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    return writeWholeFile(path, content);
}

QString remove(const QString &path)
{
    QFile file(path);
    return !file.exists() || file.remove() ? QString() : file.errorString();
}

} // namespace

Autostart::Autostart(const QString &file, const QString &program, QObject *parent)
    : QObject(parent), m_file(file), m_program(program)
{
}

void Autostart::look()
{
    if (isOffered())
        inBackground<bool>(
            this, [file = m_file] { return QFileInfo::exists(file); },
            [this](const bool &there) { Q_EMIT known(there); });
}

void Autostart::set(bool on)
{
    const auto act = [file = m_file, program = m_program, on] {
        return on ? write(file, entryFor(program)) : remove(file);
    };
    inBackground<QString>(this, act, [this](const QString &why) {
        if (!why.isEmpty())
            Q_EMIT failed(m_file, why);
        look();
    });
}

} // namespace modeldeck
