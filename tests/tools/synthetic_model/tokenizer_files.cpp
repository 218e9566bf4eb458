// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenizer_files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <array>
#include <memory>
#include <zlib.h>

namespace modeldeck::synthetic {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype clipMerges = 48894;
constexpr qsizetype maxVocabularyText = 64 * 1024 * 1024;
const QString startOfText = u"<|startoftext|>"_s;
const QString endOfText = u"<|endoftext|>"_s;

constexpr const char *ordinaryWords =
    "a an the of and to in on at is are was with for from by this that it its one two three photo picture "
    "image drawing painting cat dog horse bird fish tree flower house car street city mountain river sea "
    "beach sky sun moon star night day red green blue yellow black white brown small large big old new "
    "young man woman child people person face hand cup coffee tea bread table chair window door book "
    "paper computer astronaut rocket coins gold silver water fire snow rain cloud stone wood glass light "
    "dark running sitting standing eating playing holding wearing next under over between front behind "
    "very not no yes hello world model unload";

// GPT-2's printable stand-ins for the 256 bytes, in the order of CLIP's vocabulary: first the bytes that
// stand for themselves, then the others as U+0100 and up.
QStringList byteCharacters()
{
    QStringList themselves;
    QStringList others;
    for (int byte = 0; byte < 256; ++byte) {
        if ((byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae)
            themselves.append(QChar(byte));
        else
            others.append(QChar(0x100 + int(others.size())));
    }
    return themselves + others;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

tl::expected<QByteArray, QString> gunzip(const QString &path)
{
    const std::unique_ptr<gzFile_s, decltype(&gzclose)> file(gzopen(path.toLocal8Bit().constData(), "rb"),
                                                             &gzclose);
    if (!file)
        return tl::unexpected(u"Cannot open the vocabulary %1."_s.arg(path));
    QByteArray text;
    std::array<char, 65536> buffer;
    for (;;) {
        const int got = gzread(file.get(), buffer.data(), unsigned(buffer.size()));
        if (got < 0)
            return tl::unexpected(u"The vocabulary %1 is not valid gzip."_s.arg(path));
        if (got == 0)
            return text;
        text.append(buffer.data(), got);
        if (text.size() > maxVocabularyText)
            return tl::unexpected(u"The vocabulary %1 is too large."_s.arg(path));
    }
}

} // namespace

// Each word grows from its left end: "c a", "ca t</w>".
Vocabulary Vocabulary::small()
{
    Vocabulary vocabulary;
    QSet<QString> seen;
    for (const QString &word : QString::fromLatin1(ordinaryWords).split(u' ')) {
        for (qsizetype i = 1; i < word.size(); ++i) {
            const QString last = i + 1 == word.size() ? u"</w>"_s : QString();
            const QString merge = word.first(i) + u' ' + word[i] + last;
            if (!seen.contains(merge)) {
                seen.insert(merge);
                vocabulary.m_merges.append(merge);
            }
        }
    }
    return vocabulary;
}

tl::expected<Vocabulary, QString> Vocabulary::load(const QString &path)
{
    const auto text = gunzip(path);
    if (!text)
        return tl::unexpected(text.error());
    QStringList lines = QString::fromUtf8(*text).split(u'\n', Qt::SkipEmptyParts);
    Vocabulary vocabulary;
    vocabulary.m_merges = lines.mid(1, clipMerges); // the first line is a version
    for (const QString &merge : std::as_const(vocabulary.m_merges)) {
        if (merge.count(u' ') != 1 || merge.startsWith(u' ') || merge.endsWith(u' '))
            return tl::unexpected(
                u"The vocabulary %1 holds \"%2\" where a merge is two tokens."_s.arg(path, merge.left(80)));
    }
    if (vocabulary.m_merges.isEmpty())
        return tl::unexpected(u"The vocabulary %1 holds no merges."_s.arg(path));
    return vocabulary;
}

QVariantMap Vocabulary::ids(qint64 modelVocabulary) const
{
    QVariantMap ids;
    qint64 next = 0;
    const QStringList characters = byteCharacters();
    for (const QString &character : characters)
        ids.insert(character, next++);
    for (const QString &character : characters)
        ids.insert(character + u"</w>"_s, next++);
    for (const QString &merge : m_merges)
        ids.insert(QString(merge).remove(u' '), next++);
    ids.insert(startOfText, modelVocabulary - 2);
    ids.insert(endOfText, modelVocabulary - 1);
    return ids;
}

QByteArray Vocabulary::tokenizerJson(const QVariantMap &ids) const
{
    const auto special = [&](const QString &content) {
        return QJsonObject{{u"id"_s, ids[content].toLongLong()},
                           {u"content"_s, content},
                           {u"single_word"_s, false},
                           {u"lstrip"_s, false},
                           {u"rstrip"_s, false},
                           {u"normalized"_s, false},
                           {u"special"_s, true}};
    };
    const QJsonObject byteLevel{{u"type"_s, u"ByteLevel"_s},
                                {u"add_prefix_space"_s, false},
                                {u"trim_offsets"_s, true},
                                {u"use_regex"_s, true}};
    const QJsonArray normalizers{QJsonObject{{u"type"_s, u"NFC"_s}},
                                 QJsonObject{{u"type"_s, u"Replace"_s},
                                             {u"pattern"_s, QJsonObject{{u"Regex"_s, u"\\s+"_s}}},
                                             {u"content"_s, u" "_s}},
                                 QJsonObject{{u"type"_s, u"Lowercase"_s}}};
    const QJsonObject split{
        {u"type"_s, u"Split"_s},
        {u"pattern"_s,
         QJsonObject{
             {u"Regex"_s,
              u"<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"_s}}},
        {u"behavior"_s, u"Removed"_s},
        {u"invert"_s, true}};
    return compact({
        {u"version"_s, u"1.0"_s},
        {u"truncation"_s, QJsonValue::Null},
        {u"padding"_s, QJsonValue::Null},
        {u"added_tokens"_s, QJsonArray{special(startOfText), special(endOfText)}},
        {u"normalizer"_s, QJsonObject{{u"type"_s, u"Sequence"_s}, {u"normalizers"_s, normalizers}}},
        {u"pre_tokenizer"_s,
         QJsonObject{{u"type"_s, u"Sequence"_s}, {u"pretokenizers"_s, QJsonArray{split, byteLevel}}}},
        {u"post_processor"_s, QJsonObject{{u"type"_s, u"RobertaProcessing"_s},
                                          {u"sep"_s, QJsonArray{endOfText, ids[endOfText].toLongLong()}},
                                          {u"cls"_s, QJsonArray{startOfText, ids[startOfText].toLongLong()}},
                                          {u"trim_offsets"_s, false},
                                          {u"add_prefix_space"_s, false}}},
        {u"decoder"_s, byteLevel},
        {u"model"_s, QJsonObject{{u"type"_s, u"BPE"_s},
                                 {u"dropout"_s, QJsonValue::Null},
                                 {u"unk_token"_s, endOfText},
                                 {u"continuing_subword_prefix"_s, QString()},
                                 {u"end_of_word_suffix"_s, u"</w>"_s},
                                 {u"fuse_unk"_s, false},
                                 {u"vocab"_s, QJsonObject::fromVariantMap(ids)},
                                 {u"merges"_s, QJsonArray::fromStringList(m_merges)}}},
    });
}

std::vector<std::pair<QString, QByteArray>> Vocabulary::files(qint64 modelVocabulary,
                                                              qint64 contextLength) const
{
    const QVariantMap tokens = ids(modelVocabulary);
    const QJsonObject names{{u"bos_token"_s, startOfText},
                            {u"eos_token"_s, endOfText},
                            {u"unk_token"_s, endOfText},
                            {u"pad_token"_s, endOfText}};
    QJsonObject config = names;
    config[u"tokenizer_class"_s] = u"CLIPTokenizer"_s;
    config[u"model_max_length"_s] = contextLength;
    config[u"do_lower_case"_s] = true;
    config[u"add_prefix_space"_s] = false;
    config[u"errors"_s] = u"replace"_s;
    return {
        {u"vocab.json"_s, compact(QJsonObject::fromVariantMap(tokens))},
        {u"merges.txt"_s, ("#version: 0.2\n" + m_merges.join(u'\n').toUtf8() + '\n')},
        {u"tokenizer.json"_s, tokenizerJson(tokens)},
        {u"tokenizer_config.json"_s, compact(config)},
        {u"special_tokens_map.json"_s, compact(names)},
    };
}

} // namespace modeldeck::synthetic
