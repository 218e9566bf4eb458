// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_line.h"

#include "ui/wording.h"

#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr std::size_t countsKept = 6; // and so 5 s
}

StatusLine::StatusLine(QWidget *parent) : QLabel(parent)
{
    setObjectName(u"statusLine"_s);
    setTextFormat(Qt::PlainText);
    setAccessibleName(tr("Status"));
    setIndent(fontMetrics().averageCharWidth());
}

void StatusLine::setSnapshot(const Snapshot &snapshot)
{
    m_pressure = std::max(worstPressure(snapshot), worstPressure(snapshot.gpus));
    m_startedAt = snapshot.startedAt;
    m_requests = snapshot.counters.requests;
    m_loaded = int(std::ranges::count_if(snapshot.models, &ModelView::loaded));
    m_enabled = snapshot.trackerEnabled;
    m_paused = snapshot.paused;
}

void StatusLine::setNow(EpochSeconds now)
{
    m_counts.push_back({now, m_requests});
    if (m_counts.size() > countsKept)
        m_counts.pop_front();
    QStringList parts;
    parts << tr("Memory pressure: %1").arg(wording::pressure(m_pressure));
    if (m_startedAt > 0)
        parts << tr("up %1").arg(wording::duration(wording::between(m_startedAt, now)));
    parts << tr("%1 requests/s").arg(QLocale().toString(requestsPerSecond(), 'f', 1))
          << tr("%n model(s) loaded", nullptr, m_loaded);
    if (!m_enabled)
        parts << tr("automatic unloading is off");
    else if (m_paused)
        parts << tr("automatic unloading is paused");
    setText(parts.join(u" · "_s));
}

double StatusLine::requestsPerSecond() const
{
    const Count &first = m_counts.front();
    const Count &last = m_counts.back();
    const double time = last.at - first.at;
    return time > 0 && last.requests > first.requests ? double(last.requests - first.requests) / time : 0;
}

} // namespace modeldeck
