// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalog/model_folder.h"

#include "engine/catalog/model_files.h"

#include <QFileInfo>
#include <QSet>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestConfig = 1024 * 1024;
constexpr qint64 longestIndex = 16 * 1024 * 1024;
constexpr qsizetype mostShards = 1000;

struct Layout
{
    QString name;
    QString config;
    QString weights;     // one file; shards are named by WEIGHTS.index.json
    QStringList pickles; // weights that would run code when they are read
    Result<ClipShape> (*shape)(const QJsonObject &);
};

// In the order in which they win.
const std::vector<Layout> &layouts()
{
    static const std::vector<Layout> all = {
        {u"open_clip"_s,
         u"open_clip_config.json"_s,
         u"open_clip_model.safetensors"_s,
         {u"open_clip_pytorch_model.bin"_s, u"open_clip_pytorch_model.bin.index.json"_s},
         clipShapeOfOpenClip},
        {u"hf"_s,
         u"config.json"_s,
         u"model.safetensors"_s,
         {u"pytorch_model.bin"_s, u"pytorch_model.bin.index.json"_s},
         clipShapeOfHuggingFace},
    };
    return all;
}

using Names = QStringList;

// The files that an index names, each once; every one must be a file of this very folder.
Result<Names> shardsOf(const QString &folder, const QString &indexName)
{
    const auto index = readJsonObject(folder + indexName, longestIndex);
    if (!index)
        return tl::unexpected(index.error());
    const QJsonObject map = index->value("weight_map"_L1).toObject();
    QSet<QString> shards;
    for (auto entry = map.begin(); entry != map.end(); ++entry) {
        const QString name = entry->toString();
        if (!isPlainName(name) || !name.endsWith(u".safetensors"_s))
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 lists an invalid file name"), indexName);
        shards.insert(name);
        if (shards.size() > mostShards)
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 lists too many files"), indexName);
    }
    if (shards.isEmpty())
        return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 lists no files"), indexName);
    Names sorted(shards.begin(), shards.end());
    sorted.sort();
    for (const QString &name : sorted) {
        if (!isRegularFile(folder + name)) {
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is missing, although %2 lists it"), name,
                           indexName);
        }
    }
    return sorted;
}

Result<Names> weightsOf(const QString &folder, const Layout &layout)
{
    if (isRegularFile(folder + layout.weights))
        return Names{layout.weights};
    const QString index = layout.weights + u".index.json"_s;
    if (isRegularFile(folder + index))
        return shardsOf(folder, index);
    for (const QString &pickle : layout.pickles) {
        if (isRegularFile(folder + pickle)) {
            return failure(ErrorCode::ModelLoadFailed,
                           MD_TEXT("it has only %1, which could run code when it is read; get %2 instead"),
                           pickle, layout.weights);
        }
    }
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1 is missing"), layout.weights);
}

bool hasTokenizer(const QString &folder)
{
    return isRegularFile(folder + u"tokenizer.json"_s) ||
           (isRegularFile(folder + u"vocab.json"_s) && isRegularFile(folder + u"merges.txt"_s));
}

ModelFolder inspectAs(const Layout &layout, const QString &folder)
{
    ModelFolder out;
    out.layout = layout.name;
    auto weights = weightsOf(folder, layout);
    out.isModel = weights || isRegularFile(folder + layout.config) ||
                  std::any_of(layout.pickles.begin(), layout.pickles.end(),
                              [&](const QString &name) { return isRegularFile(folder + name); });
    if (!isRegularFile(folder + layout.config)) {
        out.reason = {MD_TEXT("%1 is missing"), layout.config};
        return out;
    }
    const auto config = readJsonObject(folder + layout.config, longestConfig);
    if (!config) {
        out.reason = config.error().message;
        return out;
    }
    const auto shape = layout.shape(*config);
    if (!shape) {
        out.reason = shape.error().message;
        return out;
    }
    out.isClip = true;
    out.shape = *shape;
    out.untrained = config->value("modeldeck_untrained"_L1).toBool(false);
    if (!weights) {
        out.reason = weights.error().message;
        return out;
    }
    for (const QString &name : *weights) {
        out.weightFiles << folder + name;
        out.weightBytes += Bytes{QFileInfo(folder + name).size()};
    }
    out.usable = hasTokenizer(folder);
    if (!out.usable)
        out.reason = MD_TEXT("the tokenizer is missing: tokenizer.json, or vocab.json with merges.txt");
    return out;
}

} // namespace

ModelFolder inspectModelFolder(const QString &path)
{
    // A usable layout wins; else the one that comes nearest tells why.
    ModelFolder best;
    const auto rank = [](const ModelFolder &found) {
        return found.usable * 4 + found.isClip * 2 + found.isModel;
    };
    for (const Layout &layout : layouts()) {
        ModelFolder found = inspectAs(layout, path + u'/');
        if (best.layout.isEmpty() || rank(found) > rank(best))
            best = std::move(found);
    }
    return best;
}

} // namespace modeldeck
