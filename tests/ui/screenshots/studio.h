// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/screenshots/world.h"
#include "ui/main_window.h"

#include <QAbstractItemView>
#include <QDir>
#include <QTemporaryDir>

namespace modeldeck::test {

// Where the pictures go, and how their names end.
struct Album
{
    QDir folder;
    QString ending; // "-dark.png"
};

// Waits until the condition holds; the program ends where it never does.
void waitFor(const char *what, const std::function<bool()> &condition);

// The real window, which has seen a world's last minutes, and its camera.
class Studio
{
public:
    Studio(const Album &album, const World &world, QSize size = {1100, 720});

    void switchRestOn();
    void turnTo(const char *page);
    void choose(const QString &table, const QString &text); // the row with this text in some cell
    // Of the window, or a part of it, when nothing is on its way to it any more.
    void shoot(const QString &name);
    void shoot(const QString &name, QWidget *widget);

    template <class T>
    T *part(const QString &name) const
    {
        return window.findChild<T *>(name);
    }
    QString imageFile() const;
    QString logFile() const { return m_files.filePath(QStringLiteral("modeldeck.log")); }

private:
    WindowOptions options();
    void play();
    bool isUpToDate() const;

    Album m_album;
    World m_world;
    EpochSeconds m_now = World::end - World::length;
    QTemporaryDir m_files;

public:
    FakeEngine engine;
    MainWindow window{engine, options()};
};

} // namespace modeldeck::test
