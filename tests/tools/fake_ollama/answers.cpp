// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tools/fake_ollama/fake_ollama.h"

#include <QDateTime>
#include <QJsonDocument>
#include <algorithm>
#include <cmath>

// What the stand-in answers when it does its work.
namespace modeldeck::test {

using namespace Qt::StringLiterals;

namespace {

QByteArray toJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray errorJson(const QString &words)
{
    return toJson({{u"error"_s, words}});
}

QJsonObject details(const FakeModel &model)
{
    return {{u"parent_model"_s, QString()},  {u"format"_s, u"gguf"_s},
            {u"family"_s, model.family},     {u"families"_s, QJsonArray{model.family}},
            {u"parameter_size"_s, u"22M"_s}, {u"quantization_level"_s, u"F16"_s}};
}

QString fullName(const QString &name)
{
    return name.contains(u':') ? name : name + u":latest"_s;
}

QJsonArray toArray(const std::vector<double> &vector)
{
    QJsonArray out;
    for (const double value : vector)
        out << value;
    return out;
}

int words(const QString &text)
{
    return int(text.split(u' ', Qt::SkipEmptyParts).size());
}

} // namespace

std::vector<double> FakeOllama::vectorOf(const QString &text, int dimension)
{
    std::vector<double> vector(std::size_t(dimension), 0.0);
    vector[0] = 1;
    for (qsizetype i = 0; i < text.size(); ++i)
        vector[std::size_t(text[i].unicode()) % std::size_t(dimension)] += 1 + double(i % 7) / 8;
    return vector;
}

FakeOllama::Reply FakeOllama::answer(const Call &call)
{
    const QString model =
        fullName(call.body.value(u"model"_s).toString(call.body.value(u"name"_s).toString()));
    if (call.path == u"/api/version"_s)
        return {200, toJson({{u"version"_s, version}})};
    if (call.path == u"/api/tags"_s)
        return tags();
    if (call.path == u"/api/ps"_s && hasPs)
        return ps();
    if (call.path == u"/api/pull"_s)
        return pull();
    const bool known = call.path == u"/api/show"_s || (call.path == u"/api/embed"_s && hasEmbed) ||
                       call.path == u"/api/embeddings"_s || call.path == u"/api/generate"_s;
    if (!known)
        return {404, "404 page not found", "text/plain"};
    if (!find(model))
        return {404, errorJson(u"model \"%1\" not found, try pulling it first"_s.arg(model))};
    if (call.path == u"/api/show"_s)
        return show(model);
    if (call.path == u"/api/embed"_s)
        return embed(call.body);
    return call.path == u"/api/embeddings"_s ? embedOne(call.body) : generate(call.body);
}

FakeOllama::Reply FakeOllama::tags() const
{
    QJsonArray list;
    for (const FakeModel &model : m_models)
        list << QJsonObject{{u"name"_s, model.name},
                            {u"model"_s, model.name},
                            {u"size"_s, model.size},
                            {u"digest"_s, QString(u"digest of "_s + model.name)},
                            {u"details"_s, details(model)}};
    return {200, toJson({{u"models"_s, list}})};
}

FakeOllama::Reply FakeOllama::ps()
{
    for (auto it = m_leaving.begin(); it != m_leaving.end();) {
        if (it->second > 0 && --it->second == 0) {
            m_loaded.erase(it->first);
            it = m_leaving.erase(it);
        } else {
            ++it;
        }
    }
    QJsonArray list;
    for (const auto &[name, keepAlive] : m_loaded) {
        const FakeModel *model = find(name);
        if (!model)
            continue;
        const QDateTime expires =
            QDateTime::currentDateTimeUtc().addSecs(keepAlive < 0 ? 1'000'000'000 : qint64(keepAlive));
        list << QJsonObject{{u"name"_s, name},
                            {u"model"_s, name},
                            {u"size"_s, model->size},
                            {u"size_vram"_s, model->sizeVram},
                            {u"details"_s, details(*model)},
                            {u"expires_at"_s, expires.toString(Qt::ISODateWithMs)}};
    }
    return {200, toJson({{u"models"_s, list}})};
}

FakeOllama::Reply FakeOllama::show(const QString &name) const
{
    const FakeModel &model = *find(name);
    QJsonObject out{
        {u"details"_s, details(model)},
        {u"model_info"_s, QJsonObject{{u"general.architecture"_s, model.family},
                                      {u"general.parameter_count"_s, 22'000'000},
                                      {QString(model.family + u".embedding_length"_s), model.dimension},
                                      {QString(model.family + u".context_length"_s), model.contextLength}}}};
    if (hasCapabilities)
        out[u"capabilities"_s] = QJsonArray{model.embeds ? u"embedding"_s : u"completion"_s};
    return {200, toJson(out)};
}

FakeOllama::Reply FakeOllama::embed(const QJsonObject &body)
{
    const FakeModel &model = *find(fullName(body.value(u"model"_s).toString()));
    touch(model, body.value(u"keep_alive"_s));
    QJsonArray vectors;
    int tokens = 0;
    for (const QJsonValue input : body.value(u"input"_s).toArray()) {
        QString text = input.toString();
        if (words(text) > model.contextLength && !body.value(u"truncate"_s).toBool(true))
            return {400, errorJson(u"input length exceeds maximum context length"_s)};
        text = text.split(u' ', Qt::SkipEmptyParts).mid(0, model.contextLength).join(u' ');
        tokens += words(text);
        std::vector<double> vector = vectorOf(text, model.dimension);
        double sum = 0;
        for (const double value : vector)
            sum += value * value;
        for (double &value : vector)
            value /= std::sqrt(sum);
        vectors << toArray(vector);
    }
    return {200, toJson({{u"model"_s, model.name},
                         {u"embeddings"_s, vectors},
                         {u"prompt_eval_count"_s, tokens},
                         {u"total_duration"_s, 5'000'000},
                         {u"load_duration"_s, 1'000'000}})};
}

FakeOllama::Reply FakeOllama::embedOne(const QJsonObject &body)
{
    const FakeModel &model = *find(fullName(body.value(u"model"_s).toString()));
    touch(model, body.value(u"keep_alive"_s));
    const QString prompt = body.value(u"prompt"_s).toString();
    if (prompt.isEmpty())
        return {200, toJson({{u"embedding"_s, QJsonArray()}})};
    const QString text = prompt.split(u' ', Qt::SkipEmptyParts).mid(0, model.contextLength).join(u' ');
    return {200, toJson({{u"embedding"_s, toArray(vectorOf(text, model.dimension))}})};
}

FakeOllama::Reply FakeOllama::generate(const QJsonObject &body)
{
    const FakeModel &model = *find(fullName(body.value(u"model"_s).toString()));
    if (!generateUnloads && model.embeds)
        return {400, errorJson(u"\"%1\" does not support generate"_s.arg(model.name))};
    beginUnload(model.name);
    return {200, toJson({{u"model"_s, model.name}, {u"done"_s, true}, {u"done_reason"_s, u"unload"_s}})};
}

FakeOllama::Reply FakeOllama::pull()
{
    const QByteArray lines = pullLines.join('\n') + '\n';
    if (lines.contains("success"))
        m_models.push_back(pulled);
    return {200, lines, "application/x-ndjson"};
}

const FakeModel *FakeOllama::find(const QString &name) const
{
    const auto it = std::find_if(m_models.begin(), m_models.end(),
                                 [&](const FakeModel &model) { return model.name == name; });
    return it == m_models.end() ? nullptr : &*it;
}

void FakeOllama::touch(const FakeModel &model, const QJsonValue &keepAlive)
{
    m_loaded[model.name] = keepAlive.toDouble(300);
    m_leaving.erase(model.name);
    if (keepAlive.isDouble() && keepAlive.toDouble() == 0)
        beginUnload(model.name);
}

void FakeOllama::beginUnload(const QString &name)
{
    if (m_loaded.contains(name))
        m_leaving[name] = looksUntilGone;
}

} // namespace modeldeck::test
