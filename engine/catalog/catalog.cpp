// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/catalog.h"

#include "engine/base/known_models.h"
#include "engine/model_files/files.h"
#include "engine/model_files/model_folder.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestId = 512;
constexpr qsizetype shownOfId = 200; // of one that may be anything

CatalogEntry knownEntry(const KnownModel &known)
{
    CatalogEntry entry;
    entry.id = known.id;
    entry.aliases = known.aliases + known.repositories;
    entry.name = known.name;
    entry.dimension = known.dimension;
    entry.imageSize = known.imageSize;
    entry.contextLength = known.contextLength;
    entry.parameters = known.parameters;
    entry.repository = known.repositories.constFirst();
    entry.reason = {MD_TEXT("not found on this machine; it is published as %1"),
                    known.repositories.constFirst()};
    return entry;
}

// Collects what the places hold; the first usable folder of an id stays.
class Collector
{
public:
    Collector()
    {
        for (const KnownModel &known : knownModels())
            m_entries[known.id] = knownEntry(known);
    }

    void add(const QString &foundAs, const QString &path, const ModelFolder &folder)
    {
        const KnownModel *known = findKnownModel(foundAs);
        CatalogEntry &entry = m_entries[known ? known->id : foundAs];
        if (entry.installed || (!entry.path.isEmpty() && !folder.usable))
            return;
        if (!known) {
            entry.id = foundAs;
            entry.name = foundAs;
        }
        entry.installed = folder.usable;
        entry.reason = folder.reason;
        entry.assumed = folder.assumed;
        entry.path = path;
        entry.layout = filesOf(folder.layout).name;
        entry.bytesOnDisk = folder.weightBytes;
        entry.weightFiles = folder.weightFiles;
        if (!folder.config)
            return;
        entry.dimension = folder.config->dimension;
        entry.imageSize = folder.config->imageSize;
        entry.contextLength = folder.config->contextLength;
        entry.parameters = folder.parameters;
        entry.untrained = folder.config->untrained;
    }

    std::vector<CatalogEntry> take()
    {
        std::vector<CatalogEntry> out;
        for (auto &[id, entry] : m_entries)
            out.push_back(std::move(entry));
        return out;
    }

private:
    std::map<QString, CatalogEntry> m_entries;
};

void addModelsDirectory(Collector &collector, const QString &directory, const Catalog::Inspect &inspect)
{
    for (const QString &architecture : subfolders(directory)) {
        for (const QString &weights : subfolders(directory + u'/' + architecture)) {
            const QString path = directory + u'/' + architecture + u'/' + weights;
            const ModelFolder folder = inspect(path);
            if (folder.isModel)
                collector.add(architecture + u'/' + weights, path, folder);
        }
    }
}

// The cache holds all kinds of models: ours are those that are known and those with a CLIP configuration.
void addCache(Collector &collector, const HfCacheLocations &cache, const Catalog::Inspect &inspect)
{
    for (const HfRepository &repository : hfRepositories(cache)) {
        for (const QString &snapshot : repository.snapshots) {
            const ModelFolder folder = inspect(snapshot);
            if (folder.isModel && (folder.isClip || findKnownModel(repository.id)))
                collector.add(repository.id, snapshot, folder);
            if (folder.usable)
                break;
        }
    }
}

// Levenshtein's distance, without regard to case.
int distance(const QString &a, const QString &b)
{
    std::vector<int> row(std::size_t(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i) + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const std::size_t at = std::size_t(j) + 1;
            const int substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({substituted, row[at] + 1, row[at - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

Catalog::Catalog(std::vector<CatalogEntry> entries)
{
    if (!std::ranges::is_sorted(entries, {}, &CatalogEntry::id))
        std::ranges::sort(entries, {}, &CatalogEntry::id);
    for (std::size_t i = entries.size(); i-- > 0;) { // the first of several wins
        for (const QString &alias : entries[i].aliases)
            m_aliases[alias] = qsizetype(i);
    }
    m_entries = std::make_shared<const std::vector<CatalogEntry>>(std::move(entries));
}

Catalog Catalog::scan(const QStringList &modelDirs, const HfCacheLocations &cache, const Inspect &inspect)
{
    Collector collector;
    for (const QString &directory : modelDirs)
        addModelsDirectory(collector, directory, inspect);
    addCache(collector, cache, inspect);
    return Catalog(collector.take());
}

const CatalogEntry *Catalog::find(QStringView idOrAlias) const
{
    const auto it = std::ranges::lower_bound(*m_entries, idOrAlias, std::ranges::less(), &CatalogEntry::id);
    if (it != m_entries->end() && it->id == idOrAlias)
        return &*it;
    const auto alias = m_aliases.constFind(idOrAlias.toString());
    return alias == m_aliases.cend() ? nullptr : &(*m_entries)[std::size_t(*alias)];
}

QStringList Catalog::nearest(QStringView id, int count) const
{
    const QString wanted = id.left(longestId).toString().toLower();
    std::vector<std::pair<int, QString>> ranked;
    for (const CatalogEntry &entry : *m_entries) {
        int best = distance(wanted, entry.id.toLower());
        for (const QString &alias : entry.aliases)
            best = std::min(best, distance(wanted, alias.toLower()));
        ranked.emplace_back(best, entry.id);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    QStringList out;
    for (const auto &[rank, name] : ranked) {
        if (out.size() < count)
            out << name;
    }
    return out;
}

Error Catalog::unknownModel(const QString &idOrAlias) const
{
    return Error(ErrorCode::ModelNotFound, MD_TEXT("There is no model “%1”"), idOrAlias.left(shownOfId))
        .withHint({MD_TEXT("Similar names: %1"), nearest(idOrAlias, 3).join(QLatin1String(", "))});
}

Catalog Catalog::with(std::vector<CatalogEntry> more) const
{
    more.insert(more.end(), m_entries->begin(), m_entries->end());
    return Catalog(std::move(more));
}

} // namespace modeldeck
