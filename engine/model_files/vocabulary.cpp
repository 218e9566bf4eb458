// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/vocabulary.h"

#include "engine/model_files/files.h"

#include <QFileInfo>
#include <QJsonArray>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

// CLIP's own are 1 MB, 0.5 MB and 3.6 MB.
constexpr qint64 longestFile = 64 * 1024 * 1024;
constexpr qint64 maxId = 10'000'000;

using Ids = QHash<QString, qint64>;
using Merge = BytePairEncoding::Merge;
using Merges = BytePairEncoding::Merges;

tl::unexpected<Error> mustBe(const QString &file, const QString &key, const Text &expected)
{
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: “%2” must be %3"), file, key, expected);
}

Result<qint64> idFrom(const QJsonValue &value, const QString &file)
{
    const qint64 id = value.isDouble() ? value.toInteger(-1) : -1;
    if (id >= 0 && id <= maxId)
        return id;
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: a token's id is not a whole number from 0 to %2"),
                   file, QString::number(maxId));
}

Result<Ids> idsFrom(const QJsonObject &vocabulary, const QString &file)
{
    Ids ids;
    QSet<qint64> taken;
    ids.reserve(vocabulary.size());
    taken.reserve(vocabulary.size());
    for (auto it = vocabulary.begin(); it != vocabulary.end(); ++it) {
        const auto id = idFrom(it.value(), file);
        if (!id)
            return tl::unexpected(id.error());
        if (taken.contains(*id)) {
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: two tokens have the same id %2"), file,
                           QString::number(*id));
        }
        taken.insert(*id);
        ids.insert(it.key(), *id);
    }
    return ids;
}

// "left right"; nothing for all else.
std::optional<Merge> mergeFrom(QStringView line, qsizetype number)
{
    const qsizetype space = line.indexOf(u' ');
    if (space <= 0 || space + 1 == line.size() || line.indexOf(u' ', space + 1) >= 0)
        return std::nullopt;
    return Merge{line.first(space).toString(), line.sliced(space + 1).toString(), number};
}

tl::unexpected<Error> noMerge(const Merges &merges, qsizetype number)
{
    return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: a merge must be two tokens"),
                   merges.where(number));
}

Result<Merges> mergesFromText(const QString &path)
{
    const auto bytes = readFile(path, longestFile);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const QString text = QString::fromUtf8(*bytes);
    Merges merges{MD_TEXT("%1, line %2"), nameOf(path)};
    qsizetype number = 0;
    for (QStringView line : QStringView(text).tokenize(u'\n')) {
        ++number;
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (line.startsWith("#version"_L1) || line.isEmpty())
            continue;
        auto merge = mergeFrom(line, number);
        if (!merge)
            return noMerge(merges, number);
        merges.all.push_back(*std::move(merge));
    }
    return merges;
}

// Each merge is "left right", or in newer files ["left", "right"].
Result<Merges> mergesFromJson(const QJsonArray &array, const QString &file)
{
    Merges merges{MD_TEXT("%1, merge %2"), file};
    qsizetype number = 0;
    for (const QJsonValue value : array) {
        ++number;
        const QJsonArray pair = value.toArray();
        auto merge = mergeFrom(value.toString(), number);
        if (pair.size() == 2 && pair[0].isString() && pair[1].isString())
            merge = Merge{pair[0].toString(), pair[1].toString(), number};
        if (!merge)
            return noMerge(merges, number);
        merges.all.push_back(*std::move(merge));
    }
    return merges;
}

// The special tokens may stand in the list of added tokens alone.
Result<void> takeAddedTokens(const QJsonValue &added, const QString &file, Ids &ids)
{
    const Text expected(MD_TEXT("a list of tokens with “content” and “id”"));
    if (!added.isUndefined() && !added.isNull() && !added.isArray())
        return mustBe(file, u"added_tokens"_s, expected);
    for (const QJsonValue token : added.toArray()) {
        const QString content = token[u"content"_s].toString();
        if (!token[u"content"_s].isString())
            return mustBe(file, u"added_tokens"_s, expected);
        const auto id = idFrom(token[u"id"_s], file);
        if (!id)
            return tl::unexpected(id.error());
        if (ids.value(content, *id) != *id) {
            return failure(ErrorCode::ModelLoadFailed, MD_TEXT("%1: a token has two ids, %2 and %3"), file,
                           QString::number(ids.value(content)), QString::number(*id));
        }
        ids.insert(content, *id);
    }
    return {};
}

Result<Vocabulary> vocabularyFrom(const Ids &ids, const Merges &merges, const QString &file)
{
    auto encoding = BytePairEncoding::create(ids, merges, file);
    if (!encoding)
        return tl::unexpected(encoding.error());
    Vocabulary vocabulary{*std::move(encoding)};
    for (const auto &[token, place] : {std::pair(u"<|startoftext|>"_s, &vocabulary.start),
                                       std::pair(u"<|endoftext|>"_s, &vocabulary.end)}) {
        const auto id = ids.constFind(token);
        if (id == ids.constEnd())
            return missingToken(file, token);
        *place = *id;
    }
    vocabulary.largestId = *std::max_element(ids.begin(), ids.end());
    return vocabulary;
}

Result<Vocabulary> loadTokenizerJson(const QString &path)
{
    const QString file = nameOf(path);
    const auto json = readJsonObject(path, longestFile);
    if (!json)
        return tl::unexpected(json.error());
    const QJsonObject model = json->value("model"_L1).toObject();
    if (model["type"_L1] != u"BPE"_s)
        return mustBe(file, u"model.type"_s, "“BPE”");
    if (model["end_of_word_suffix"_L1] != u"</w>"_s)
        return mustBe(file, u"model.end_of_word_suffix"_s, "“</w>”");
    if (!model["vocab"_L1].isObject())
        return mustBe(file, u"model.vocab"_s, MD_TEXT("an object"));
    if (!model["merges"_L1].isArray())
        return mustBe(file, u"model.merges"_s, MD_TEXT("a list"));
    auto ids = idsFrom(model["vocab"_L1].toObject(), file);
    if (!ids)
        return tl::unexpected(ids.error());
    if (const auto done = takeAddedTokens(json->value("added_tokens"_L1), file, *ids); !done)
        return tl::unexpected(done.error());
    const auto merges = mergesFromJson(model["merges"_L1].toArray(), file);
    if (!merges)
        return tl::unexpected(merges.error());
    return vocabularyFrom(*ids, *merges, file);
}

Result<Vocabulary> loadVocabJson(const QString &path, const QString &mergesPath)
{
    const auto json = readJsonObject(path, longestFile);
    if (!json)
        return tl::unexpected(json.error());
    const auto ids = idsFrom(*json, nameOf(path));
    if (!ids)
        return tl::unexpected(ids.error());
    const auto merges = mergesFromText(mergesPath);
    if (!merges)
        return tl::unexpected(merges.error());
    return vocabularyFrom(*ids, *merges, nameOf(path));
}

} // namespace

Result<Vocabulary> Vocabulary::load(const QString &folder)
{
    const QString vocab = folder + u"/vocab.json"_s;
    const QString tokenizer = folder + u"/tokenizer.json"_s;
    const QString merges = folder + u"/merges.txt"_s;
    if (QFileInfo::exists(vocab) && (QFileInfo::exists(merges) || !QFileInfo::exists(tokenizer)))
        return loadVocabJson(vocab, merges);
    if (QFileInfo::exists(tokenizer))
        return loadTokenizerJson(tokenizer);
    return failure(ErrorCode::ModelLoadFailed,
                   MD_TEXT("the tokenizer is missing: tokenizer.json, or vocab.json with merges.txt"));
}

} // namespace modeldeck
