// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"
#include "ui/rest_view.h"

class QSettings;

namespace modeldeck {

// What the window tells its parts: every QObject below it, whether a page, a table on one or the tray, that
// is a WindowPart too. A part overrides what concerns it and passes nothing on. The parts are told in no
// particular order; what they need of each other they have by signals or from EngineLink, which is up to
// date before the first of them is told.
class WindowPart
{
public:
    virtual ~WindowPart() = default;

    virtual void setSnapshot(const Snapshot &) {}
    virtual void noteEvent(const Event &) {}
    virtual void setNow(EpochSeconds) {} // every second
    virtual void setRestStatus(const RestView &) {}
    virtual void setSearch(const QString &) {}
    // What a person arranged, kept from one run to the next.
    virtual void restore(const QSettings &) {}
    virtual void save(QSettings &) {}
};

} // namespace modeldeck
