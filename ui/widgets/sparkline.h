// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QWidget>
#include <array>

namespace modeldeck {

// The last two minutes of a share in small bars; the full height is the whole. Painted when a bar changes,
// not when time passes within one.
class Sparkline : public QWidget
{
    Q_OBJECT
public:
    static constexpr int bars = 24;
    static constexpr int secondsPerBar = 5;

    explicit Sparkline(QWidget *parent = nullptr);

    // Of several shares in one bar the largest counts. Bars without any stay empty.
    void append(EpochSeconds at, double share);
    void setLevel(PressureLevel level);                                  // the colour of the bars
    double bar(int index) const { return m_shares[std::size_t(index)]; } // oldest first; negative: empty

    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent *event) override;

    std::array<double, bars> m_shares;
    qint64 m_newest = 0; // the last bar's time, in bars since the epoch
    PressureLevel m_level = PressureLevel::Normal;
};

} // namespace modeldeck
