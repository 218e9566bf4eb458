// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QTimer>

namespace modeldeck {

// Tells that a file is another than before: written in place, replaced by a rename (as editors and QSaveFile
// do), removed, or made anew, also when its folder or the target of a link is. Changes in quick succession
// are told once, when they are over.
class SettingsWatch : public QObject
{
    Q_OBJECT
public:
    explicit SettingsWatch(const QString &file, QObject *parent = nullptr);

Q_SIGNALS:
    void changed();

private:
    // What tells two states of a file apart; all zero: there is none.
    struct Stamp
    {
        quint64 device = 0;
        quint64 inode = 0;
        qint64 size = 0;
        qint64 modified = 0; // ns
        qint64 changed = 0;  // ns
        bool operator==(const Stamp &) const = default;
    };

    Stamp stamp() const;
    void follow();
    void look();

    QString m_file;
    QFileSystemWatcher m_watcher;
    QTimer m_settling;
    Stamp m_seen;   // told
    Stamp m_looked; // at the last look: a file that is the same at two has settled
};

} // namespace modeldeck
