// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window_part.h"

#include <QWidget>

class QAction;
class QLabel;
class QVBoxLayout;

namespace modeldeck {

class EngineLink;
class PageButton;
class RestSwitch;
class Sparkline;

// The pages with what a glance wants of them (the memory's last minutes, how many models are loaded, what
// happened unseen), and the REST API.
class SideBar : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    enum class Beside { Nothing, Memory, LoadedModels, NewEvents };

    explicit SideBar(EngineLink &link, QWidget *parent = nullptr);

    // `action` is checkable, and its text is the page's name. What goes beside it may go beside one page.
    void addPage(QAction *action, Beside beside = Beside::Nothing);
    void setSnapshot(const Snapshot &snapshot) override;
    void noteEvent(const Event &event) override;
    void setNow(EpochSeconds now) override; // once a second
    RestSwitch *rest() const { return m_rest; }

private:
    struct Meter
    {
        QWidget *row;
        Sparkline *line;
        QLabel *percent;
        double share = 0;
    };
    Meter addMeter(const QString &name);
    static void show(Meter &meter, Bytes used, Bytes total, PressureLevel level);
    void showNewEvents(int count);

    QVBoxLayout *m_pages;
    PageButton *m_loaded = nullptr;
    PageButton *m_events = nullptr;
    int m_newEvents = 0;
    Sparkline *m_models; // what the models hold: of the GPUs, or of the RAM where there are none
    double m_modelsShare = 0;
    Meter m_vram{};
    Meter m_ram{};
    RestSwitch *m_rest;
};

} // namespace modeldeck
