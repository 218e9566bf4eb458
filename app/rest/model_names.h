// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace modeldeck::api {

// Our ids are Ollama's names without ":latest".
inline QString idOf(const QString &name)
{
    return name.endsWith(QLatin1StringView(":latest")) ? name.chopped(7) : name;
}

// As Ollama's paths show an id: with a tag.
inline QString ollamaName(const QString &id)
{
    return id.section(u'/', -1).contains(u':') ? id : id + QLatin1StringView(":latest");
}

} // namespace modeldeck::api
