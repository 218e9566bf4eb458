// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <optional>

namespace modeldeck {

// Who holds a lock: enough to tell a person, or to ask that program to end.
struct LockHolder
{
    qint64 pid = 0; // 0: not known
    QString program;
};

// One program per state directory. The kernel's lock on DIRECTORY/lock (of the open file: runners do not
// inherit it) goes with its process, however that ends, so that nothing stale can be left. It lies in the
// state directory and not in XDG_RUNTIME_DIR, because two programs with different environments (a service, a
// login) must still see each other.
class StateLock
{
public:
    StateLock() = default; // holds nothing
    ~StateLock();
    StateLock(StateLock &&other) noexcept;
    StateLock &operator=(StateLock &&other) noexcept;

    // Makes the directory, for its owner alone. An error if it can't be used or another program holds it; the
    // message says who. `program` is what others are told.
    static Result<StateLock> acquire(const QString &directory, const QString &program);
    // Who holds the lock now; nothing if nobody does.
    static std::optional<LockHolder> holder(const QString &directory);

    bool isHeld() const { return m_descriptor >= 0; }

private:
    int m_descriptor = -1;
};

} // namespace modeldeck
