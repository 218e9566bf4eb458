// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace modeldeck {

// Opens what lies at an absolute path for reading, without blocking at a pipe. A symbolic link anywhere on
// the way is followed only if nobody else can have put it there: it and every folder on the way belong to
// this user or root, and no other user can write to these folders (a folder with the sticky bit counts as
// such, as with the kernel's protected_symlinks). Without that, a folder that others may write to could make
// us read any file of this user. The descriptor, or -1 with errno: EXDEV where a link is not to be followed
// (open() never gives it).
int openTrusted(const QByteArray &path);

// Looks up now which group is this user's own, which a sandbox may forbid later.
void learnOwnGroup();

} // namespace modeldeck
