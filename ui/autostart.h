// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace modeldeck {

// Whether the program starts at login: a desktop entry in the folder for it (freedesktop.org, Desktop
// Application Autostart Specification). Its file is read and written in the background.
class Autostart : public QObject
{
    Q_OBJECT
public:
    // `program` is started with --background.
    Autostart(const QString &file, const QString &program, QObject *parent = nullptr);

    bool isOffered() const { return !m_file.isEmpty(); }
    void look(); // known() tells whether the entry is there
    void set(bool on);

Q_SIGNALS:
    void known(bool on);
    void failed(const QString &file, const QString &why);

private:
    QString m_file;
    QString m_program;
};

} // namespace modeldeck
