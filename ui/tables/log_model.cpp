// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/log_model.h"

#include "ui/colors.h"
#include "ui/wording.h"

#include <QGuiApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct LogWords
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::LogModel)
};

LogModel::Severity severityOf(QStringView name)
{
    if (name == "debug"_L1)
        return LogModel::Severity::Debug;
    if (name == "warning"_L1)
        return LogModel::Severity::Warning;
    return name == "error"_L1 || name == "fatal"_L1 ? LogModel::Severity::Error : LogModel::Severity::Info;
}

QString nameOf(LogModel::Severity severity)
{
    switch (severity) {
    case LogModel::Severity::Debug:
        return LogWords::tr("debug");
    case LogModel::Severity::Info:
        return LogWords::tr("info");
    case LogModel::Severity::Warning:
        return LogWords::tr("⚠ warning");
    case LogModel::Severity::Error:
        return LogWords::tr("✕ error");
    }
    Q_UNREACHABLE();
}

} // namespace

LogModel::LogModel(QObject *parent)
    : TableModel({{tr("Time")}, {tr("Level")}, {tr("Part")}, {tr("Message")}}, parent)
{
}

// "2026-01-02T03:04:05.678Z info modeldeck.host: what happened"; anything else is all message.
LogModel::Line LogModel::parsed(const QString &text)
{
    Line line;
    line.text = text;
    line.message = text;
    const QDateTime at = QDateTime::fromString(text.section(u' ', 0, 0), Qt::ISODateWithMs);
    const QString part = text.section(u' ', 2, 2);
    if (!at.isValid() || !part.endsWith(u':'))
        return line;
    line.at = at.toLocalTime();
    line.severity = severityOf(text.section(u' ', 1, 1));
    line.part = part.chopped(1);
    line.message = text.section(u' ', 3);
    return line;
}

void LogModel::append(const QStringList &lines)
{
    const QStringList kept = lines.mid(std::max<qsizetype>(0, lines.size() - capacity));
    const int surplus = rowCount() + int(kept.size()) - capacity;
    if (surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + surplus);
        endRemoveRows();
    }
    if (kept.isEmpty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(kept.size()) - 1);
    for (const QString &text : kept)
        m_lines.push_back(parsed(text));
    endInsertRows();
}

QVariant LogModel::cell(std::size_t row, int column, int role) const
{
    const Line &line = m_lines[row];
    if (role == SeverityRole)
        return int(line.severity);
    if (role == LineRole)
        return line.text;
    if (role == Qt::ForegroundRole && column == Level && line.severity >= Severity::Warning) {
        const QPalette palette = QGuiApplication::palette();
        return line.severity == Severity::Error ? colors::bad(palette) : colors::attention(palette);
    }
    if (role != Qt::DisplayRole && !(role == Qt::ToolTipRole && column == Message))
        return {};
    switch (column) {
    case Time:
        return line.at.isValid() ? wording::timeOfDay(double(line.at.toMSecsSinceEpoch()) / 1000) : QString();
    case Level:
        return line.at.isValid() ? nameOf(line.severity) : QString();
    case Part:
        return line.part;
    default:
        return line.message;
    }
}

void LogsProxy::setLevel(LogModel::Severity level)
{
    m_level = level;
    invalidateRowsFilter();
}

bool LogsProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, LogModel::Message, parent);
    return index.data(LogModel::SeverityRole).toInt() >= int(m_level) &&
           index.data(LogModel::LineRole).toString().contains(filterRegularExpression());
}

} // namespace modeldeck
