// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tables/table_model.h"
#include "ui/window_part.h"

#include <deque>

namespace modeldeck {

// What happened, newest first: the events since the window was opened, and the receipts that the engine still
// has from before. Readings of memory are left out.
class EventsModel : public TableModel, public WindowPart
{
    Q_OBJECT
public:
    enum Column { Time, What, Model, Returned, Took, ColumnCount };
    static constexpr int capacity = 1000;

    explicit EventsModel(QObject *parent = nullptr);

    void add(const Event &event);
    void addEarlier(const std::vector<Event> &events);      // of the history; those already here are left out
    void addReceipts(const std::vector<Receipt> &receipts); // newest first; those already here are left out

    void setSnapshot(const Snapshot &snapshot) override { addReceipts(*snapshot.receipts); }
    void noteEvent(const Event &event) override { add(event); }
    void setNow(EpochSeconds now) override { m_now = now; }
    EpochSeconds now() const { return m_now; } // decides whether a time needs its date

    static QString describe(const Event &event); // never empty: the state, the words, or the kind
    const Event &event(int row) const { return m_events[std::size_t(row)]; }
    int rowNear(EpochSeconds at) const; // -1: there is none

private:
    std::size_t size() const override { return m_events.size(); }
    QVariant cell(std::size_t row, int column, int role) const override;
    bool has(const Receipt &receipt) const;
    bool has(const Event &event) const;
    void insert(Event event);
    void remove(int row);
    QString display(const Event &event, int column) const;

    std::deque<Event> m_events;
    EpochSeconds m_now = 0;
};

} // namespace modeldeck
