// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/diagnose.h"

namespace modeldeck {

Text toChange(const Snapshot &snapshot, Key key, const char *what)
{
    const SettingRow &row = *findRow(*snapshot.settingRows, key);
    return {what, {row.source == SettingSource::Environment ? row.environment : row.name}};
}

std::vector<Diagnosis> diagnose(const Snapshot &snapshot)
{
    std::vector<Diagnosis> out;
    diagnoseProgram(snapshot, out);
    for (const ModelView &model : snapshot.models)
        diagnoseModel(model, snapshot, out);
    return out;
}

} // namespace modeldeck
