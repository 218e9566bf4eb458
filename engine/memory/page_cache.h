// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QThreadPool;

namespace modeldeck {

// Gives back the page cache of files that nobody needs just now (the weights of an unloaded model), in a
// thread of the pool; returns at once.
void dropPageCache(const QStringList &files, QThreadPool &pool);

// The same for one file, at once: milliseconds, and more on a machine with many processes. False where a
// process maps the file, or may: one whose mappings can't be read counts if its user could read the file.
// (Root's do not count: there are always some. The kernel itself keeps pages that are mapped,
// whoever maps them.)
bool dropPageCacheOf(const QString &file);

} // namespace modeldeck
