// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/history_store.h"

#include <QDir>
#include <QFileInfo>

namespace modeldeck {

using namespace Qt::StringLiterals;

Result<void> HistoryStore::open(const QString &directory,
                                const std::function<Result<void>(HistoryFile &)> &read,
                                const std::function<void()> &forget)
{
    QDir().mkpath(QFileInfo(directory).absolutePath());
    QDir().mkdir(directory, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    const QString path = directory + u"/history.db"_s;
    if (QFileInfo::exists(path) && !QFileInfo(path).isFile())
        return historyNotKept(u"%1 is not a file"_s.arg(path));
    HistoryFile file;
    auto result = file.open(path);
    if (result)
        result = file.check();
    if (result)
        result = read(file);
    if (!result && file.trouble() == HistoryFile::Trouble::Damage) {
        file.close();
        forget();
        moveAside(path);
        result = file.open(path);
    }
    if (result)
        m_writer = std::make_unique<InThread<HistoryWriter>>(u"history"_s, path);
    return result;
}

void HistoryStore::moveAside(const QString &path)
{
    m_movedAside = path + u".corrupt"_s;
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        QFile::remove(m_movedAside + suffix);
        QFile::rename(path + suffix, m_movedAside + suffix);
    }
}

void HistoryStore::post(HistoryWrite write)
{
    m_writer->post(
        [write = std::move(write)](HistoryWriter &writer) mutable { writer.write(std::move(write)); });
}

} // namespace modeldeck
