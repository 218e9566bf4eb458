// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/embed_job.h"

#include "engine/runner/answers.h"

#include <QCborArray>
#include <algorithm>
#include <cstring>
#include <numeric>

namespace modeldeck {

using namespace Qt::StringLiterals;

EmbedJob::EmbedJob(const EmbedRequest &request) : m_request(request), m_places(request.inputs.size())
{
    std::iota(m_places.begin(), m_places.end(), std::size_t(0));
    const auto images = std::stable_partition(m_places.begin(), m_places.end(),
                                              [this](std::size_t place) { return isText(place); });
    // A part is computed as long as its longest text.
    std::stable_sort(m_places.begin(), images, [this](std::size_t a, std::size_t b) {
        return m_request.inputs[a].bytes.size() < m_request.inputs[b].bytes.size();
    });
    for (std::size_t place = 0; place < m_places.size() && !m_error; ++place) {
        if (m_request.inputs[place].bytes.size() > mostInputBytes) {
            m_error = Error(ErrorCode::PayloadTooLarge, MD_TEXT("An input is too long for a runner"))
                          .ofInput(int(place));
        }
    }
}

// The inputs of the next part: of one kind, few and short enough.
std::vector<std::size_t> EmbedJob::takePlaces()
{
    std::vector<std::size_t> places;
    qsizetype bytes = 0;
    while (m_next < m_places.size() && places.size() < mostInputs) {
        const std::size_t place = m_places[m_next];
        bytes += m_request.inputs[place].bytes.size();
        if (!places.empty() && (isText(place) != isText(places.front()) || bytes > mostPartBytes))
            break;
        places.push_back(place);
        ++m_next;
    }
    return places;
}

protocol::Frame EmbedJob::nextPart()
{
    const auto &places = m_sent.emplace_back(takePlaces());
    const bool texts = isText(places.front());
    QCborArray entries;
    QByteArray payload;
    for (const std::size_t place : places) {
        const QByteArray bytes = std::exchange(m_request.inputs[place].bytes, {});
        if (texts) {
            entries.append(QString::fromUtf8(bytes));
        } else {
            entries.append(qint64(bytes.size()));
            payload += bytes;
        }
    }
    QCborMap header{{u"type"_s, texts ? u"embed_texts"_s : u"embed_images"_s},
                    {texts ? u"texts"_s : u"sizes"_s, entries},
                    {u"normalize"_s, m_request.normalize}};
    if (texts)
        header[u"truncate"_s] = m_request.truncate;
    return {header, payload};
}

bool EmbedJob::takeVectors(const protocol::Frame &answer)
{
    const auto &places = m_sent.front();
    const auto vectors = answers::readVectors(answer, places.size());
    if (!vectors || (m_result.dimension != 0 && m_result.dimension != vectors->dimension) ||
        vectors->promptTokens > std::numeric_limits<int>::max() - m_result.promptTokens)
        return false;
    m_result.dimension = vectors->dimension;
    const auto dimension = std::size_t(vectors->dimension);
    m_result.values.resize(m_places.size() * dimension);
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::memcpy(m_result.values.data() + places[i] * dimension,
                    answer.payload.constData() + i * dimension * sizeof(float), dimension * sizeof(float));
    }
    m_result.promptTokens += vectors->promptTokens;
    m_result.runnerTime += vectors->time;
    m_sent.pop_front();
    return true;
}

void EmbedJob::takeError(Error error, qint64 index)
{
    const auto &places = m_sent.front();
    if (index >= 0 && index < qint64(places.size()))
        error.index = int(places[std::size_t(index)]);
    abandon(error);
    m_sent.pop_front();
}

void EmbedJob::abandon(const Error &error)
{
    if (!m_error)
        m_error = error;
}

Result<Embeddings> EmbedJob::finish()
{
    if (m_error)
        return tl::unexpected(*m_error);
    return std::move(m_result);
}

} // namespace modeldeck
