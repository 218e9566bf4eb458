// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/ollama_embed_job.h"
#include "engine/base/model_name.h"

#include <algorithm>
#include <cmath>

namespace modeldeck {

using namespace Qt::StringLiterals;

void normalizeRows(std::vector<float> &values, int dimension)
{
    for (auto row = values.begin(); row != values.end(); row += dimension) {
        double sum = 0;
        for (auto value = row; value != row + dimension; ++value)
            sum += double(*value) * double(*value);
        const double length = std::sqrt(sum);
        for (auto value = row; value != row + dimension; ++value)
            *value = float(double(*value) / length);
    }
}

OllamaEmbedJob::OllamaEmbedJob(OllamaClient &client, OllamaClient::EmbedCall call, bool normalize,
                               Done<Embeddings> done)
    : m_client(client), m_wanted(std::move(call)), m_normalize(normalize), m_done(std::move(done))
{
    m_result.dimension = m_wanted.dimension;
    // The one-by-one call cuts a text that is too long without a word: the batch is what says so.
    const bool batchSays = m_normalize || !m_wanted.truncate;
    if (m_client.hasBatch() && batchSays)
        sendBatch();
    else
        sendNext();
}

void OllamaEmbedJob::sendBatch()
{
    m_call = m_client.embed(m_wanted, [this](const Result<OllamaEmbeddings> &result) { tookBatch(result); });
}

void OllamaEmbedJob::tookBatch(const Result<OllamaEmbeddings> &result)
{
    if (!result && result.error().code == ErrorCode::NotFound)
        return sendNext();
    if (!result && result.error().code == ErrorCode::InvalidRequest && !m_wanted.texts.isEmpty() &&
        result.error().message.english().contains(u"length"_s))
        return findTooLong(result.error());
    if (!result)
        return answer(tl::unexpected(result.error()));
    m_result.promptTokens = result->promptTokens;
    if (m_wanted.texts.isEmpty()) // only to have it loaded
        return finish();
    if (!m_normalize)
        return sendNext();
    if (m_result.dimension == 0)
        m_result.dimension = result->dimension;
    if (result->dimension != m_result.dimension)
        return tookNext(result); // says so
    m_result.values = result->values;
    if (result->totalTime > result->loadTime)
        m_result.runnerTime = result->totalTime - result->loadTime;
    finish();
}

// Ollama does not say which of several texts is too long. If it is the longest, that one alone
// is refused too.
void OllamaEmbedJob::findTooLong(const Error &error)
{
    const QStringList &texts = m_wanted.texts;
    const auto longest = std::ranges::max_element(texts, {}, &QString::size);
    Error named = error;
    named.index = int(longest - texts.begin());
    named.hint = MD_TEXT("Shorten the text, or request truncation (truncate)");
    if (texts.size() == 1)
        return answer(tl::unexpected(named));
    OllamaClient::EmbedCall alone = m_wanted;
    alone.texts = QStringList{*longest};
    m_call = m_client.embed(alone, [this, error, named](const Result<OllamaEmbeddings> &result) {
        const bool refused = !result && result.error().code == ErrorCode::InvalidRequest;
        answer(tl::unexpected(refused ? named : error));
    });
}

void OllamaEmbedJob::sendNext()
{
    OllamaClient::EmbedCall one = m_wanted;
    one.texts = one.texts.mid(m_taken, 1);
    m_call = m_client.embedOne(one, [this](const Result<OllamaEmbeddings> &result) { tookNext(result); });
}

void OllamaEmbedJob::tookNext(const Result<OllamaEmbeddings> &result)
{
    if (!result)
        return answer(tl::unexpected(result.error()));
    if (m_wanted.texts.isEmpty())
        return finish();
    if (result->dimension == 0) {
        Error error = ollamaError(ErrorCode::InvalidRequest, MD_TEXT("Ollama can't embed an empty text"));
        error.index = m_taken;
        return answer(tl::unexpected(error));
    }
    if (m_result.dimension == 0)
        m_result.dimension = result->dimension;
    if (result->dimension != m_result.dimension)
        return answer(
            failure(Error(ErrorCode::ModelLoadFailed,
                          MD_TEXT("Ollama returned a vector of %1 numbers for “%2”, whose vectors have %3"),
                          QString::number(result->dimension), modelIdOf(m_wanted.model),
                          QString::number(m_result.dimension))
                        .withHint(MD_TEXT("Pull the model again"))));
    std::ranges::copy(result->values, std::back_inserter(m_result.values));
    if (++m_taken < m_wanted.texts.size())
        return sendNext();
    finish();
}

void OllamaEmbedJob::finish()
{
    if (m_normalize)
        normalizeRows(m_result.values, m_result.dimension);
    if (m_result.runnerTime.count() == 0) // Ollama does not say
        m_result.runnerTime = std::chrono::steady_clock::now() - m_since;
    answer(std::move(m_result));
}

void OllamaEmbedJob::answer(Result<Embeddings> result)
{
    const auto done = std::move(m_done); // the call may destroy us
    done(std::move(result));
}

} // namespace modeldeck
