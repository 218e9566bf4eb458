// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/result.h"

#include <QString>
#include <optional>

namespace modeldeck {

// Who holds a lock: enough to tell a person, or to ask that program to exit.
struct LockHolder
{
    qint64 pid = 0; // 0: not known
    QString program;
};

// Allows one program per state directory. The kernel releases its lock on DIRECTORY/lock when the process
// ends, however it ends, so no stale lock remains; runners do not inherit it. The file is in the state
// directory and not in XDG_RUNTIME_DIR, because programs with different environments (a service, a login)
// must see each other.
class StateLock
{
public:
    StateLock() = default; // holds nothing
    ~StateLock();
    StateLock(StateLock &&other) noexcept;
    StateLock &operator=(StateLock &&other) noexcept;

    // Creates the directory with access for its owner only. Fails if the directory can't be used or another
    // program holds it; the message names that program. `program` is the name that others see.
    static Result<StateLock> acquire(const QString &directory, const QString &program);
    // Who holds the lock now, if anybody does.
    static std::optional<LockHolder> holder(const QString &directory);

    bool isHeld() const { return m_descriptor >= 0; }

private:
    int m_descriptor = -1;
};

} // namespace modeldeck
