// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/snapshot.h"
#include "ui/rest_view.h"

class QSettings;

namespace modeldeck {

// What the window tells each of its parts; a part overrides what concerns it.
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
    virtual void save(QSettings &) const {}
};

} // namespace modeldeck
