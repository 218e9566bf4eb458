// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/ollama/ollama_answers.h"

#include <map>
#include <set>

namespace modeldeck {

// Which text models there are: Ollama's embedding models, and those that people know by name and have not
// downloaded. Plain data: what Ollama says goes in, catalogue entries come out.
class OllamaModels
{
public:
    // What Ollama has now. Back come the names of those that it has not described yet.
    QStringList setTags(std::vector<OllamaTag> tags);
    void describe(const QString &name, const OllamaDescription &description);
    void forget() { *this = {}; } // another server

    bool isListed(const QString &name) const; // as Ollama writes it; of any kind
    // `away`: why Ollama can't be asked; empty: it can. Models that it had when it could stay installed.
    std::vector<CatalogEntry> entries(const Text &away) const;

private:
    bool embeds(const OllamaTag &tag) const;
    const OllamaDescription *descriptionOf(const OllamaTag &tag) const;
    CatalogEntry entryOf(const OllamaTag &tag) const;

    std::vector<OllamaTag> m_tags;
    std::map<QString, OllamaDescription> m_descriptions; // by digest: names move
};

} // namespace modeldeck
