// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace modeldeck::test {

// A folder that stands for a machine's /proc and /sys.
class MemoryTree
{
public:
    QString root() const { return m_dir.path(); }

    // `path` begins with "/proc" or "/sys".
    void write(const QString &path, const QByteArray &text) const
    {
        const QString full = root() + path;
        QDir().mkpath(full.left(full.lastIndexOf(u'/')));
        QFile file(full);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("%s: %s", qPrintable(full), qPrintable(file.errorString()));
    }
    void remove(const QString &path) const { QFile::remove(root() + path); }

private:
    QTemporaryDir m_dir;
};

// tests/data/memory/NAME
inline QByteArray memoryFixture(const char *name)
{
    QFile file(QStringLiteral(MODELDECK_MEMORY_FIXTURES) + u'/' + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    return file.readAll();
}

} // namespace modeldeck::test
