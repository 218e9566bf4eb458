// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/models_model.h"

#include "ui/charts/samples.h"
#include "ui/wording.h"

#include <QFont>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <limits>
#include <tuple>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

bool comesBefore(const ModelView &a, const ModelView &b)
{
    return std::tie(a.type, a.id) < std::tie(b.type, b.id);
}

bool isSame(const ModelView &a, const ModelView &b)
{
    return a.type == b.type && a.id == b.id;
}

const QList<int> &timeRoles()
{
    static const QList<int> roles{Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole,
                                  ModelsModel::FractionRole};
    return roles;
}

// How long it may be idle, in seconds: the time that its rule names. The last use says nothing about that, it
// may have been before the last load.
double idleLimit(const ModelView &model)
{
    for (const TextArgument &argument : model.unloadRule.arguments) {
        if (const auto *time = std::get_if<std::chrono::nanoseconds>(&argument.value()))
            return std::chrono::duration<double>(*time).count();
    }
    return double(model.ramTimeout.count());
}

// What a cell shows, apart from the time that passes.
bool showsTheSame(const ModelView &a, const ModelView &b, int column)
{
    switch (column) {
    case ModelsModel::Name:
        return std::tie(a.name, a.untrained, a.installed, a.path) ==
               std::tie(b.name, b.untrained, b.installed, b.path);
    case ModelsModel::State:
        return std::tie(a.state, a.inFlight, a.queued, a.installed, a.device, a.dtype, a.loadSeconds) ==
                   std::tie(b.state, b.inFlight, b.queued, b.installed, b.device, b.dtype, b.loadSeconds) &&
               a.failure.has_value() == b.failure.has_value();
    case ModelsModel::Vram:
        return a.memory.device == b.memory.device && a.loaded == b.loaded;
    case ModelsModel::Ram:
        return a.memory.pss == b.memory.pss && a.memory.file == b.memory.file && a.loaded == b.loaded;
    case ModelsModel::UnloadsIn:
        return std::tie(a.state, a.pinned, a.unloadAt, a.inFlight, a.loaded, a.unloadRule) ==
               std::tie(b.state, b.pinned, b.unloadAt, b.inFlight, b.loaded, b.unloadRule);
    case ModelsModel::LastUsed:
        return a.lastUsed == b.lastUsed;
    case ModelsModel::Uses:
        return a.usageCount == b.usageCount;
    case ModelsModel::Dimension:
        return a.dimension == b.dimension;
    default:
        return a.state == b.state && a.installed == b.installed;
    }
}

} // namespace

RowAction rowAction(const ModelView &model)
{
    switch (model.state) {
    case ModelState::Unloaded:
    case ModelState::Failed:
        return model.installed ? RowAction::Load : RowAction::None;
    case ModelState::Loading:
    case ModelState::Draining:
        return RowAction::Cancel;
    case ModelState::Ready:
    case ModelState::Busy:
    case ModelState::ResidentInRam:
        return RowAction::Unload;
    case ModelState::Unloading:
        return RowAction::None;
    }
    Q_UNREACHABLE();
}

ModelsModel::ModelsModel(QObject *parent)
    : TableModel({{tr("Model")},
                  {tr("State")},
                  {tr("VRAM")},
                  {tr("RAM")},
                  {tr("Unloads in")},
                  {tr("Last used")},
                  {tr("Requests"), Qt::AlignRight},
                  {tr("Dimension"), Qt::AlignRight},
                  {tr("Action"), Qt::AlignHCenter}},
                 parent)
{
}

void ModelsModel::setSnapshot(const Snapshot &snapshot)
{
    Frame frame{snapshot.currentVisionModel, snapshot.system.total, vramTotals(snapshot).total};
    std::vector<ModelView> models = snapshot.models;
    std::ranges::sort(models, comesBefore);
    const auto repeated = std::ranges::unique(models, isSame);
    models.erase(repeated.begin(), repeated.end());

    const bool frameChanged = m_frame != frame;
    m_frame = std::move(frame);
    merge(std::move(models));
    if (frameChanged && !m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

// Both lists are sorted: one walk finds what came, went and changed.
void ModelsModel::merge(std::vector<ModelView> models)
{
    int row = 0;
    for (ModelView &next : models) {
        while (row < rowCount() && comesBefore(m_rows[std::size_t(row)], next)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
        if (row < rowCount() && isSame(m_rows[std::size_t(row)], next)) {
            replaceRow(row, std::move(next));
        } else {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, std::move(next));
            endInsertRows();
        }
        ++row;
    }
    if (row < rowCount()) {
        beginRemoveRows({}, row, rowCount() - 1);
        m_rows.erase(m_rows.begin() + row, m_rows.end());
        endRemoveRows();
    }
}

void ModelsModel::replaceRow(int row, ModelView next)
{
    int first = ColumnCount;
    int last = -1;
    for (int column = 0; column < ColumnCount; ++column) {
        if (!showsTheSame(m_rows[std::size_t(row)], next, column)) {
            first = std::min(first, column);
            last = column;
        }
    }
    m_rows[std::size_t(row)] = std::move(next);
    if (last >= 0)
        Q_EMIT dataChanged(index(row, first), index(row, last));
}

void ModelsModel::setNow(EpochSeconds now)
{
    m_now = now;
    for (int row = 0; row < rowCount(); ++row) {
        const ModelView &model = m_rows[std::size_t(row)];
        if (model.unloadAt)
            Q_EMIT dataChanged(index(row, UnloadsIn), index(row, UnloadsIn), timeRoles());
        if (model.lastUsed)
            Q_EMIT dataChanged(index(row, LastUsed), index(row, LastUsed), timeRoles());
    }
}

QVariant ModelsModel::cell(std::size_t row, int column, int role) const
{
    const ModelView &model = m_rows[row];
    switch (role) {
    case Qt::DisplayRole:
        return display(model, column);
    case Qt::ToolTipRole:
        return toolTip(model, column);
    case Qt::AccessibleTextRole:
        return accessibleText(model, column);
    case Qt::FontRole:
        if (column == Name && !model.id.isEmpty() && model.id == m_frame.currentVisionModel) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    case SortRole:
        return sortValue(model, column);
    case IdRole:
        return model.id;
    case FractionRole:
        return fraction(model, column);
    case ActionRole:
        return int(rowAction(model));
    case InstalledRole:
        return model.installed;
    default:
        return {};
    }
}

QString ModelsModel::display(const ModelView &model, int column) const
{
    switch (column) {
    case Name:
        return model.untrained ? tr("%1 (untrained demo)").arg(model.id) : model.id;
    case State:
        return wording::state(model);
    case Vram:
        if (!model.loaded || model.memory.device == Bytes{0})
            return wording::notApplicable();
        return model.memory.device ? wording::bytes(*model.memory.device) : tr("not known");
    case Ram:
        return model.loaded ? wording::bytes(model.memory.pss) : wording::notApplicable();
    case UnloadsIn:
        return unloadsIn(model);
    case LastUsed:
        return model.lastUsed ? wording::ago(wording::between(*model.lastUsed, m_now)) : tr("never");
    case Uses:
        return QLocale().toString(model.usageCount);
    case Dimension:
        return model.dimension > 0 ? QLocale().toString(model.dimension) : wording::notApplicable();
    default:
        break;
    }
    switch (rowAction(model)) {
    case RowAction::Load:
        return tr("Load");
    case RowAction::Cancel:
        return tr("Cancel");
    case RowAction::Unload:
        return tr("Unload");
    case RowAction::None:
        return {};
    }
    Q_UNREACHABLE();
}

QString ModelsModel::unloadsIn(const ModelView &model) const
{
    if (!model.loaded || model.state == ModelState::Draining)
        return wording::notApplicable();
    if (model.unloadAt)
        return wording::countdown(wording::between(m_now, *model.unloadAt));
    if (model.pinned)
        return tr("pinned");
    return model.state == ModelState::Busy ? tr("in use") : tr("never");
}

QString ModelsModel::toolTip(const ModelView &model, int column) const
{
    QStringList lines;
    if (column == Name) {
        lines << (model.name.isEmpty() ? model.id : model.name);
        if (model.id == m_frame.currentVisionModel)
            lines << tr("The current CLIP model: it answers requests that name none.");
        if (model.untrained)
            lines << tr("A demo model with random weights: its vectors mean nothing.");
        if (!model.path.isEmpty())
            lines << model.path;
    } else if (column == State || column == Action) {
        lines << wording::state(model); // the cell may be too narrow for it
        if (model.failure) {
            lines << wording::translated(model.failure->message) << wording::translated(model.failure->hint);
        } else if (!model.installed) {
            lines << wording::translated(model.notInstalledReason);
        } else if (model.loaded) {
            lines << tr("On %1, %2").arg(model.device, model.dtype);
            if (model.loadSeconds)
                lines << tr("Loaded in %1").arg(wording::exactSeconds(*model.loadSeconds));
        }
    } else if (column == Ram && model.loaded) {
        lines << tr("Private memory: %1").arg(wording::bytes(model.memory.anonymous))
              << tr("Mapped files, shared with the page cache: %1").arg(wording::bytes(model.memory.file));
    } else if (column == UnloadsIn && model.loaded) {
        lines << unloadToolTip(model);
    } else if (column == LastUsed && model.lastUsed) {
        lines << wording::moment(*model.lastUsed, m_now);
    }
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString ModelsModel::unloadToolTip(const ModelView &model) const
{
    if (model.pinned)
        return tr("Pinned: idle timeouts and high memory pressure leave it loaded.");
    if (!model.unloadAt)
        return model.state == ModelState::Busy ? tr("Idle time starts when its requests end.")
                                               : tr("No timeout applies to it.");
    return tr("%1\nat %2\nA request restarts the countdown; memory pressure shortens it.")
        .arg(wording::translated(model.unloadRule), wording::moment(*model.unloadAt, m_now));
}

QString ModelsModel::accessibleText(const ModelView &model, int column) const
{
    const QString text = display(model, column);
    if (column == Action)
        return text.isEmpty() ? tr("no action") : tr("%1 %2", "Load ViT-L-14/openai").arg(text, model.id);
    if (column == UnloadsIn && model.unloadAt && model.loaded)
        return tr("unloads in %1, %2").arg(text, wording::translated(model.unloadRule));
    if (column == Name && model.id == m_frame.currentVisionModel)
        return tr("%1, current CLIP model").arg(text);
    return text;
}

QVariant ModelsModel::sortValue(const ModelView &model, int column) const
{
    switch (column) {
    case Name:
        return model.id;
    case State:
    case Action:
        return int(model.state);
    case Vram:
        return model.memory.device ? model.memory.device->value : qint64(-1);
    case Ram:
        return model.memory.pss.value;
    case UnloadsIn:
        return model.unloadAt.value_or(std::numeric_limits<double>::infinity());
    case LastUsed:
        return model.lastUsed.value_or(0);
    case Uses:
        return model.usageCount;
    case Dimension:
        return model.dimension;
    default:
        return {};
    }
}

QVariant ModelsModel::fraction(const ModelView &model, int column) const
{
    const auto share = [](double part, double whole) {
        return whole > 0 ? QVariant(std::clamp(part / whole, 0.0, 1.0)) : QVariant();
    };
    if (!model.loaded)
        return {};
    if (column == Ram)
        return share(double(model.memory.pss.value), double(m_frame.systemTotal.value));
    if (column == Vram && model.memory.device && model.memory.device->value > 0)
        return share(double(model.memory.device->value), double(m_frame.gpuTotal.value));
    if (column == UnloadsIn && model.unloadAt && model.state != ModelState::Draining)
        return share(*model.unloadAt - m_now, idleLimit(model));
    return {};
}

} // namespace modeldeck
