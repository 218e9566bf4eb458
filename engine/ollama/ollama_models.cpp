// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_models.h"

#include "engine/base/model_name.h"
#include "engine/ollama/pull_lines.h"

#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

struct KnownTextModel
{
    const char *name;
    int dimension;
    int contextLength; // tokens
    const char *family;
};
// The specification's; the numbers are those of Ollama's library.
constexpr KnownTextModel knownTextModels[] = {
    {"mxbai-embed-large", 1024, 512, "bert"},
    {"bge-m3", 1024, 8192, "bert"},
    {"nomic-embed-text", 768, 2048, "nomic-bert"},
};

const KnownTextModel *findKnown(const QString &modelId)
{
    const auto it = std::ranges::find_if(
        knownTextModels, [&](const KnownTextModel &known) { return modelId == QLatin1String(known.name); });
    return it == std::end(knownTextModels) ? nullptr : it;
}

QString keyOf(const OllamaTag &tag)
{
    return tag.digest.isEmpty() ? tag.name : tag.digest;
}

CatalogEntry knownEntry(const KnownTextModel &known, const Text &away)
{
    CatalogEntry entry;
    entry.id = entry.name = QString::fromLatin1(known.name);
    entry.aliases = QStringList{ollamaNameOf(entry.id)};
    entry.type = ModelType::Text;
    entry.dimension = known.dimension;
    entry.contextLength = known.contextLength;
    entry.family = QString::fromLatin1(known.family);
    entry.unreachable = !away.isEmpty();
    entry.reason = entry.unreachable ? away : Text(MD_TEXT("Ollama has not downloaded it"));
    entry.hint = entry.unreachable ? Text{} : pullHint(entry.id);
    return entry;
}

} // namespace

QStringList OllamaModels::setTags(std::vector<OllamaTag> tags)
{
    m_tags = std::move(tags);
    std::erase_if(m_descriptions, [this](const auto &item) {
        return std::ranges::none_of(m_tags, [&](const OllamaTag &tag) { return keyOf(tag) == item.first; });
    });
    QStringList missing;
    for (const OllamaTag &tag : m_tags) {
        if (!descriptionOf(tag))
            missing << tag.name;
    }
    return missing;
}

void OllamaModels::describe(const QString &name, const OllamaDescription &description)
{
    for (const OllamaTag &tag : m_tags) {
        if (tag.name == name)
            m_descriptions[keyOf(tag)] = description;
    }
}

bool OllamaModels::isListed(const QString &name) const
{
    return std::ranges::any_of(m_tags, [&](const OllamaTag &tag) { return tag.name == name; });
}

const OllamaDescription *OllamaModels::descriptionOf(const OllamaTag &tag) const
{
    const auto it = m_descriptions.find(keyOf(tag));
    return it == m_descriptions.end() ? nullptr : &it->second;
}

bool OllamaModels::embeds(const OllamaTag &tag) const
{
    const OllamaDescription *description = descriptionOf(tag);
    if (description && description->capabilities)
        return description->capabilities->contains(u"embedding"_s);
    // Old versions name no capabilities: the encoders are all in BERT's families.
    return tag.family.contains(u"bert"_s) || findKnown(modelIdOf(tag.name));
}

CatalogEntry OllamaModels::entryOf(const OllamaTag &tag) const
{
    CatalogEntry entry;
    entry.id = entry.name = modelIdOf(tag.name);
    if (entry.id != tag.name)
        entry.aliases = QStringList{tag.name};
    entry.type = ModelType::Text;
    entry.installed = true;
    entry.bytesOnDisk = tag.size;
    entry.family = tag.family;
    if (const KnownTextModel *known = findKnown(entry.id)) {
        entry.dimension = known->dimension;
        entry.contextLength = known->contextLength;
    }
    if (const OllamaDescription *description = descriptionOf(tag)) {
        entry.dimension = description->dimension ? description->dimension : entry.dimension;
        entry.contextLength = description->contextLength ? description->contextLength : entry.contextLength;
        entry.parameters = description->parameters;
    }
    return entry;
}

std::vector<CatalogEntry> OllamaModels::entries(const Text &away) const
{
    std::vector<CatalogEntry> entries;
    std::set<QString> seen;
    for (const OllamaTag &tag : m_tags) {
        if (embeds(tag) && seen.insert(modelIdOf(tag.name)).second)
            entries.push_back(entryOf(tag));
    }
    for (const KnownTextModel &known : knownTextModels) {
        if (!seen.contains(QString::fromLatin1(known.name)))
            entries.push_back(knownEntry(known, away));
    }
    return entries;
}

} // namespace modeldeck
