// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QThreadPool;

namespace modeldeck {

// Drops the page cache of files that nobody needs now (the weights of an unloaded model) in a thread of the
// pool; returns at once.
void dropPageCache(const QStringList &files, QThreadPool &pool);

// The same for one file, synchronously: milliseconds, longer on a machine with many processes. False if a
// process maps the file, or might: a process whose mappings can't be read counts if its user could read the
// file. (Root's processes do not count, since there are always some. The kernel keeps mapped pages anyway.)
bool dropPageCacheOf(const QString &file);

} // namespace modeldeck
