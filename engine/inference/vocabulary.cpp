// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inference/vocabulary.h"

#include "engine/inference/json_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <algorithm>
#include <cmath>

namespace modeldeck::inference {

using namespace Qt::StringLiterals;

namespace {

// CLIP's own are 1 MB, 0.5 MB and 3.6 MB.
constexpr qint64 maxFileBytes = 64 * 1024 * 1024;
constexpr qint64 maxId = 10'000'000;

using Ids = QHash<QString, qint64>;
using Merges = std::vector<BytePairEncoding::Merge>;

tl::unexpected<Error> refuse(const QString &file, const QString &why)
{
    return failure(protocol::error_code::loadFailed, u"%1: %2"_s.arg(file, why));
}

QString shown(const QString &text)
{
    return text.size() <= 40 ? text : text.left(40) + u"…"_s;
}

Expected<qint64> idFrom(const QJsonValue &value, const QString &token, const QString &file)
{
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number != std::floor(number) || number < 0 || number > double(maxId))
        return refuse(file,
                      u"the id of \"%1\" is not a whole number from 0 to %2"_s.arg(shown(token)).arg(maxId));
    return qint64(number);
}

Expected<Ids> idsFrom(const QJsonObject &vocabulary, const QString &file)
{
    Ids ids;
    QHash<qint64, QString> owners;
    ids.reserve(vocabulary.size());
    owners.reserve(vocabulary.size());
    for (auto it = vocabulary.begin(); it != vocabulary.end(); ++it) {
        const auto id = idFrom(it.value(), it.key(), file);
        if (!id)
            return tl::unexpected(id.error());
        if (const auto other = owners.constFind(*id); other != owners.constEnd())
            return refuse(
                file,
                u"\"%1\" and \"%2\" have the same id %3"_s.arg(shown(*other), shown(it.key())).arg(*id));
        owners.insert(*id, it.key());
        ids.insert(it.key(), *id);
    }
    return ids;
}

Expected<BytePairEncoding::Merge> mergeFrom(const QString &line, const QString &where)
{
    const qsizetype space = line.indexOf(u' ');
    if (space <= 0 || space + 1 == line.size() || line.indexOf(u' ', space + 1) >= 0)
        return refuse(where, u"\"%1\" is not two tokens with a space between them"_s.arg(shown(line)));
    return BytePairEncoding::Merge{line.first(space), line.sliced(space + 1), where};
}

Expected<Merges> mergesFromText(const QString &path)
{
    if (!QFileInfo(path).isFile()) // a pipe in its place would block us for ever
        return refuse(path, QFileInfo::exists(path) ? u"is not a regular file"_s : u"does not exist"_s);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refuse(path, file.errorString());
    if (file.size() > maxFileBytes)
        return refuse(path, u"is larger than %1 bytes"_s.arg(maxFileBytes));
    const QStringList lines = QString::fromUtf8(file.read(maxFileBytes)).split(u'\n');
    Merges merges;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = lines[i].endsWith(u'\r') ? lines[i].chopped(1) : lines[i];
        if (line.startsWith("#version"_L1) || line.isEmpty())
            continue;
        auto merge = mergeFrom(line, u"%1, line %2"_s.arg(path).arg(i + 1));
        if (!merge)
            return tl::unexpected(merge.error());
        merges.push_back(*std::move(merge));
    }
    return merges;
}

// Each merge is "left right", or in newer files ["left", "right"].
Expected<Merges> mergesFromJson(const QJsonArray &array, const QString &file)
{
    Merges merges;
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QString where = u"%1, merge %2"_s.arg(file).arg(i + 1);
        const QJsonValue value = array[i];
        const QJsonArray pair = value.toArray();
        if (value.isString()) {
            auto merge = mergeFrom(value.toString(), where);
            if (!merge)
                return tl::unexpected(merge.error());
            merges.push_back(*std::move(merge));
        } else if (pair.size() == 2 && pair[0].isString() && pair[1].isString()) {
            merges.push_back({pair[0].toString(), pair[1].toString(), where});
        } else {
            return refuse(where, u"is not two tokens"_s);
        }
    }
    return merges;
}

// The special tokens may stand in the list of added tokens alone.
Expected<void> takeAddedTokens(const QJsonValue &added, const QString &file, Ids &ids)
{
    if (!added.isUndefined() && !added.isNull() && !added.isArray())
        return refuse(file, u"\"added_tokens\" is not a list"_s);
    const QJsonArray tokens = added.toArray();
    for (const QJsonValue &token : tokens) {
        const QJsonValue content = token[u"content"_s];
        if (!content.isString())
            return refuse(file, u"an entry of \"added_tokens\" has no \"content\""_s);
        const auto id = idFrom(token[u"id"_s], content.toString(), file);
        if (!id)
            return tl::unexpected(id.error());
        const auto known = ids.constFind(content.toString());
        if (known != ids.constEnd() && *known != *id)
            return refuse(
                file, u"\"%1\" has two ids, %2 and %3"_s.arg(shown(content.toString())).arg(*known).arg(*id));
        ids.insert(content.toString(), *id);
    }
    return {};
}

Expected<Vocabulary> vocabularyFrom(const Ids &ids, const Merges &merges, const QString &file)
{
    auto encoding = BytePairEncoding::create(ids, merges, file);
    if (!encoding)
        return tl::unexpected(encoding.error());
    Vocabulary vocabulary{*std::move(encoding)};
    for (const auto &[token, place] : {std::pair(u"<|startoftext|>"_s, &vocabulary.start),
                                       std::pair(u"<|endoftext|>"_s, &vocabulary.end)}) {
        const auto id = ids.constFind(token);
        if (id == ids.constEnd())
            return refuse(file, u"the token \"%1\" is missing"_s.arg(token));
        *place = *id;
    }
    vocabulary.largestId = *std::max_element(ids.begin(), ids.end());
    return vocabulary;
}

Expected<Vocabulary> loadTokenizerJson(const QString &path)
{
    const auto json = readJsonObject(path, maxFileBytes);
    if (!json)
        return tl::unexpected(json.error());
    const QJsonObject model = json->value(u"model"_s).toObject();
    if (model[u"type"_s] != u"BPE"_s)
        return refuse(path, u"\"model\" is not of the type \"BPE\""_s);
    if (model[u"end_of_word_suffix"_s] != u"</w>"_s)
        return refuse(path, u"\"end_of_word_suffix\" is not \"</w>\", as in CLIP's tokenizers"_s);
    if (!model[u"vocab"_s].isObject() || !model[u"merges"_s].isArray())
        return refuse(path, u"\"model\" has no \"vocab\" object or no list of \"merges\""_s);
    auto ids = idsFrom(model[u"vocab"_s].toObject(), path);
    if (!ids)
        return tl::unexpected(ids.error());
    if (const auto done = takeAddedTokens(json->value(u"added_tokens"_s), path, *ids); !done)
        return tl::unexpected(done.error());
    const auto merges = mergesFromJson(model[u"merges"_s].toArray(), path);
    if (!merges)
        return tl::unexpected(merges.error());
    return vocabularyFrom(*ids, *merges, path);
}

Expected<Vocabulary> loadVocabJson(const QString &path, const QString &mergesPath)
{
    const auto json = readJsonObject(path, maxFileBytes);
    if (!json)
        return tl::unexpected(json.error());
    const auto ids = idsFrom(*json, path);
    if (!ids)
        return tl::unexpected(ids.error());
    const auto merges = mergesFromText(mergesPath);
    if (!merges)
        return tl::unexpected(merges.error());
    return vocabularyFrom(*ids, *merges, path);
}

} // namespace

Expected<Vocabulary> Vocabulary::load(const QString &modelDir)
{
    const QDir folder(modelDir);
    const QString vocab = folder.filePath(u"vocab.json"_s);
    const QString tokenizer = folder.filePath(u"tokenizer.json"_s);
    if (QFileInfo::exists(vocab))
        return loadVocabJson(vocab, folder.filePath(u"merges.txt"_s));
    if (QFileInfo::exists(tokenizer))
        return loadTokenizerJson(tokenizer);
    return refuse(modelDir, u"holds neither vocab.json with merges.txt nor tokenizer.json"_s);
}

} // namespace modeldeck::inference
