// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/clock.h"

#include <QObject>

namespace modeldeck {

// Fires once at a point of CLOCK_BOOTTIME, so that a model whose time ran out while the machine slept is
// unloaded when the machine wakes.
class BootTimer : public QObject
{
    Q_OBJECT
public:
    explicit BootTimer(QObject *parent = nullptr);
    ~BootTimer() override;

    // Replaces the time set before; an empty value stops the timer. A time in the past fires at once.
    void set(std::optional<BootTime> at);

Q_SIGNALS:
    void fired();

private:
    void read();

    int m_descriptor;
    std::optional<BootTime> m_at;
};

} // namespace modeldeck
