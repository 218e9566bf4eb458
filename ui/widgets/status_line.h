// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QLabel>
#include <deque>

namespace modeldeck {

// "Memory pressure normal · up 3 h · 3 requests/s · 1 model loaded".
class StatusLine : public QLabel, public WindowPart
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);
    void setSnapshot(const Snapshot &snapshot) override;
    void setNow(EpochSeconds now) override; // once a second

private:
    struct Count
    {
        EpochSeconds at;
        quint64 requests;
    };
    double requestsPerSecond() const;

    std::deque<Count> m_counts; // one a second, of the last few
    PressureLevel m_pressure = PressureLevel::Normal;
    EpochSeconds m_startedAt = 0;
    quint64 m_requests = 0;
    int m_loaded = 0;
    bool m_enabled = true;
    bool m_paused = false;
};

} // namespace modeldeck
