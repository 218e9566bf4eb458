// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"

#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace modeldeck {

class RestSwitch;

// The pages, the machine's memory in two bars, and the REST API.
class SideBar : public QWidget
{
    Q_OBJECT
public:
    explicit SideBar(QWidget *parent = nullptr);

    void addPage(QAction *action); // checkable; its text is the page's name
    void setSnapshot(const Snapshot &snapshot);
    RestSwitch *rest() const { return m_rest; }

private:
    struct Meter
    {
        QLabel *label;
        QProgressBar *bar;
    };
    Meter addMeter(const QString &name);
    static void show(const Meter &meter, const QString &name, Bytes used, Bytes total);

    QVBoxLayout *m_pages;
    QVBoxLayout *m_meters;
    Meter m_vram;
    Meter m_ram;
    RestSwitch *m_rest;
};

} // namespace modeldeck
