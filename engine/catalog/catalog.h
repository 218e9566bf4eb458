// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/model_state.h"
#include "engine/base/result.h"
#include "engine/catalog/hf_cache.h"
#include "engine/model_files/model_folder.h"

#include <QHash>
#include <functional>
#include <memory>
#include <vector>

namespace modeldeck {

// One model: installed, or known and not installed.
struct CatalogEntry
{
    QString id;          // "ViT-L-14/openai"; of an unknown repository "ORG/NAME"
    QStringList aliases; // other names under which find() finds it
    QString name;        // "ViT-L/14"
    ModelType type = ModelType::Vision;
    int dimension = 0;
    int imageSize = 0;     // pixels
    int contextLength = 0; // tokens
    qint64 parameters = 0;
    bool installed = false;
    Text reason;              // why it is not installed
    Text assumed;             // what its files do not say and we take as given; empty: nothing
    Text hint;                // how to get it; empty: by putting its folder into a models directory
    bool unreachable = false; // it may be installed: the server that has such models can't be asked
    QString repository;       // on Hugging Face, where its weights are published; empty: not known
    QString path;             // the model's folder; empty: none was found
    QString layout;           // "hf" or "open_clip", as the runner's protocol names it
    Bytes bytesOnDisk;        // of the weights
    bool untrained = false;
    QStringList weightFiles;
    QString family = QStringLiteral("clip"); // of text models as Ollama names it

    bool operator==(const CatalogEntry &) const = default;
};

// What models there are. A scan reads folders and small JSON files, no weights. Ids are only ever compared,
// never used as paths. A plain value, of which copies share the entries; scan() may run in any thread.
class Catalog
{
public:
    Catalog() = default;
    explicit Catalog(std::vector<CatalogEntry> entries); // in any order
    // Models directories hold <architecture>/<weights>/ and win, in their order, over the Hugging Face cache;
    // a folder that is usable wins over one that is not. `inspect` looks at one folder.
    using Inspect = std::function<ModelFolder(const QString &path)>;
    static Catalog scan(const QStringList &modelDirs, const HfCacheLocations &cache,
                        const Inspect &inspect = inspectModelFolder);

    const std::vector<CatalogEntry> &entries() const { return *m_entries; } // sorted by id
    const CatalogEntry *find(QStringView idOrAlias) const;                  // null: no such model
    // To keep one of the entries without a copy of it.
    std::shared_ptr<const CatalogEntry> share(const CatalogEntry &entry) const { return {m_entries, &entry}; }
    // The ids most like a mistyped one, best first.
    QStringList nearest(QStringView id, int count) const;
    // That there is no model of this name; the hint has the nearest.
    Error unknownModel(const QString &idOrAlias) const;
    Catalog with(std::vector<CatalogEntry> more) const; // of other ids
    bool operator==(const Catalog &other) const { return *m_entries == *other.m_entries; }

private:
    std::shared_ptr<const std::vector<CatalogEntry>> m_entries =
        std::make_shared<const std::vector<CatalogEntry>>();
    QHash<QString, qsizetype> m_aliases; // to entries
};

} // namespace modeldeck
