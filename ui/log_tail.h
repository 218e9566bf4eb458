// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

namespace modeldeck {

// Follows a log file as it grows, and over its rotation. Reads in a thread of the pool, and only while it is
// asked to.
class LogTail : public QObject
{
    Q_OBJECT
public:
    explicit LogTail(const QString &path, QObject *parent = nullptr);

    void setActive(bool active);
    void read(); // what is new, now

Q_SIGNALS:
    void lines(const QStringList &lines); // whole ones, oldest first

private:
    struct Part
    {
        quint64 file = 0; // its inode: after a rotation the name is another file's
        qint64 end = 0;   // read up to here
        QByteArray bytes; // up to the last line break
    };
    static Part readPart(const QString &path, quint64 file, qint64 from);
    void take(const Part &part);

    QString m_path;
    QTimer m_timer;
    quint64 m_file = 0;
    qint64 m_end = 0;
    bool m_reading = false;
};

} // namespace modeldeck
