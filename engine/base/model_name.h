// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace modeldeck {

// Our id of one of Ollama's models is its name without ":latest".
inline QString modelIdOf(const QString &ollamaName)
{
    return ollamaName.endsWith(QLatin1StringView(":latest")) ? ollamaName.chopped(7) : ollamaName;
}

// The id as Ollama's own paths show it: with a tag.
inline QString ollamaNameOf(const QString &modelId)
{
    return modelId.section(u'/', -1).contains(u':') ? modelId : modelId + QLatin1StringView(":latest");
}

} // namespace modeldeck
