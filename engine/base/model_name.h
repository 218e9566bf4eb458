// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace modeldeck {

// Our id for a model in Ollama is its name without ":latest".
inline QString modelIdOf(const QString &ollamaName)
{
    return ollamaName.endsWith(QLatin1StringView(":latest")) ? ollamaName.chopped(7) : ollamaName;
}

// The name with its tag, as Ollama itself shows it.
inline QString ollamaNameOf(const QString &modelId)
{
    return modelId.section(u'/', -1).contains(u':') ? modelId : modelId + QLatin1StringView(":latest");
}

} // namespace modeldeck
