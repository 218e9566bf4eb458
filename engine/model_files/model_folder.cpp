// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/model_folder.h"

#include "engine/model_files/clip_files.h"
#include "engine/model_files/clip_tensors.h"

#include <QDirIterator>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostFiles = 4096; // shards are at most a thousand

ModelFolder inspectAs(Layout layout, const QString &path)
{
    ModelFolder out;
    out.layout = layout;
    ClipFiles files;
    const auto read = files.read(path, layout);
    out.usable = read.has_value();
    if (!read)
        out.reason = read.error().message;
    if (files.config) {
        out.config = files.config;
        out.parameters = ClipTensors(*files.config, layout).parameters();
    }
    if (files.preprocess)
        out.assumed = files.preprocess->assumption();
    if (files.weights) {
        for (const WeightsFile &file : files.weights->files()) {
            out.weightFiles << file.path;
            out.weightBytes += Bytes{file.identity.size};
        }
    }
    const LayoutFiles &names = filesOf(layout);
    const auto isThere = [&](const QString &name) { return isRegularFile(path + u'/' + name); };
    out.isClip = files.config || describesClip(path, layout);
    out.isModel = isThere(names.config) || isThere(names.weights) ||
                  isThere(names.weights + u".index.json"_s) || std::ranges::any_of(names.pickles, isThere);
    return out;
}

} // namespace

ModelFolder inspectModelFolder(const QString &path)
{
    // A usable layout wins; else the one that comes nearest tells why.
    const auto rank = [](const ModelFolder &found) {
        return found.usable * 4 + found.isClip * 2 + found.isModel;
    };
    ModelFolder best = inspectAs(Layout::OpenClip, path);
    if (!best.usable) {
        if (ModelFolder other = inspectAs(Layout::HuggingFace, path); rank(other) > rank(best))
            best = std::move(other);
    }
    return best;
}

FolderState stateOfModelFolder(const QString &path)
{
    FolderState out;
    QDirIterator it(path, QDir::Files | QDir::Hidden);
    while (it.hasNext() && out.size() < mostFiles) {
        it.next();
        if (const auto identity = identityOf(it.filePath()))
            out.emplace_back(it.fileName(), *identity);
    }
    std::ranges::sort(out);
    return out;
}

} // namespace modeldeck
