// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/events_model.h"

#include "ui/wording.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

namespace {

// A model without requests drains at once: that event says nothing that its unloading does not say.
bool isOneStep(const Event &draining, const Event &unloading)
{
    return draining.state == ModelState::Draining && unloading.state == ModelState::Unloading &&
           draining.modelId == unloading.modelId && std::abs(unloading.at - draining.at) < 0.1;
}

} // namespace

EventsModel::EventsModel(QObject *parent)
    : TableModel({{tr("Time")},
                  {tr("Event")},
                  {tr("Model")},
                  {tr("Returned"), Qt::AlignRight},
                  {tr("Took"), Qt::AlignRight}},
                 parent)
{
}

void EventsModel::add(const Event &event)
{
    const bool toldByReceipt = event.state == ModelState::Unloaded && event.text.isEmpty() && !event.receipt;
    if (event.kind == EventKind::Memory || toldByReceipt || (event.receipt && has(*event.receipt)))
        return;
    if (std::ranges::any_of(m_events, [&](const Event &known) { return isOneStep(event, known); }))
        return;
    const auto begun =
        std::ranges::find_if(m_events, [&](const Event &known) { return isOneStep(known, event); });
    if (begun != m_events.end())
        remove(int(begun - m_events.begin()));
    insert(event);
}

void EventsModel::addReceipts(const std::vector<Receipt> &receipts)
{
    for (auto receipt = receipts.rbegin(); receipt != receipts.rend(); ++receipt) {
        if (has(*receipt))
            continue;
        Event event;
        event.at = receipt->at;
        event.kind = EventKind::Receipt;
        event.modelId = receipt->modelId;
        event.receipt = *receipt;
        insert(std::move(event));
    }
}

void EventsModel::addEarlier(const std::vector<Event> &events)
{
    for (const Event &event : events) {
        if (!has(event))
            add(event);
    }
}

bool EventsModel::has(const Event &event) const
{
    return std::ranges::any_of(m_events, [&event](const Event &known) {
        return known.at == event.at && known.kind == event.kind && known.modelId == event.modelId &&
               known.state == event.state;
    });
}

bool EventsModel::has(const Receipt &receipt) const
{
    return std::ranges::any_of(m_events, [&receipt](const Event &event) {
        return event.receipt && event.receipt->id == receipt.id &&
               event.receipt->modelId == receipt.modelId && event.receipt->at == receipt.at;
    });
}

void EventsModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_events.erase(m_events.begin() + row);
    endRemoveRows();
}

void EventsModel::insert(Event event)
{
    if (rowCount() == capacity)
        remove(capacity - 1);
    const auto later = [](const Event &a, EpochSeconds at) { return a.at > at; };
    const auto place = std::lower_bound(m_events.begin(), m_events.end(), event.at, later);
    const int row = int(place - m_events.begin());
    beginInsertRows({}, row, row);
    m_events.insert(place, std::move(event));
    endInsertRows();
}

int EventsModel::rowNear(EpochSeconds at) const
{
    const auto distance = [at](const Event &event) { return std::abs(event.at - at); };
    const auto nearest = std::ranges::min_element(m_events, {}, distance);
    return nearest == m_events.end() ? -1 : int(nearest - m_events.begin());
}

QVariant EventsModel::cell(std::size_t row, int column, int role) const
{
    const bool shown = role == Qt::DisplayRole || (role == Qt::ToolTipRole && column == What);
    return shown ? display(m_events[row], column) : QVariant();
}

QString EventsModel::describe(const Event &event)
{
    if (event.receipt)
        return (event.receipt->movedToRam ? tr("Moved to RAM: %1") : tr("Unloaded: %1"))
            .arg(wording::reason(event.receipt->reason));
    const QString text = wording::translated(event.text);
    if (!event.state)
        return text.isEmpty() ? QLatin1StringView(eventName(event.kind)) : text;
    ModelView model; // of which only the state is told
    model.state = *event.state;
    model.installed = true;
    const QString state = *event.state == ModelState::Busy       ? tr("busy")
                          : *event.state == ModelState::Draining ? tr("finishing its requests")
                                                                 : wording::state(model);
    return text.isEmpty() ? state : tr("%1: %2", "state: why").arg(state, text);
}

QString EventsModel::display(const Event &event, int column) const
{
    switch (column) {
    case Time:
        return wording::moment(event.at, m_now);
    case What:
        return describe(event);
    case Model:
        return event.modelId;
    case Returned:
        return event.receipt ? wording::bytes(event.receipt->returned.pss) : QString();
    case Took:
        return event.receipt ? wording::exactSeconds(event.receipt->seconds) : QString();
    default:
        return {};
    }
}

} // namespace modeldeck
