// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QWidget>

class QActionGroup;
class QHBoxLayout;
class QLabel;

namespace modeldeck {

class Actions;
class EngineLink;
class MemoryPanel;
class ModelsPanel;
class TimelineChart;
struct MemorySample;

// What is loaded, what it costs, when it is unloaded, and the buttons that change it.
class OverviewPage : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    OverviewPage(EngineLink &link, Actions &actions, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot) override;
    void noteEvent(const Event &event) override; // marks it on the charts
    void setNow(EpochSeconds now) override;      // once a second: the charts take a sample
    ModelsPanel *panel() const { return m_panel; }

    void restore(const QSettings &settings) override;
    void save(QSettings &settings) override;

Q_SIGNALS:
    void markerClicked(modeldeck::EpochSeconds at);
    void saveFailed(const QString &path, const QString &why);

private:
    QHBoxLayout *buildControls();
    void setRange(int range);
    void askForHistory(EpochSeconds now);
    static void append(TimelineChart *chart, const MemorySample &sample, EpochSeconds last, EpochSeconds now,
                       double pause);

    EngineLink &m_link;
    MemoryPanel *m_ram;
    MemoryPanel *m_vram;
    ModelsPanel *m_panel;
    QActionGroup *m_ranges;
    QLabel *m_hint;
    EpochSeconds m_lastTick = 0;
    bool m_askedForHistory = false;
};

} // namespace modeldeck
