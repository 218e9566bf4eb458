// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/embed_call.h"

#include "app/rest/api/command_handlers.h"
#include "app/rest/embed/matryoshka.h"
#include "engine/base/model_name.h"

#include <algorithm>
#include <cmath>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

// From here on the worker reads and writes: in this thread it would hold up other requests.
constexpr qsizetype largeBody = 256 * 1024;
constexpr std::size_t largeAnswer = 32 * 1024; // numbers

Error wrongDimensions(int asked, const QString &model, int own)
{
    return Error(ErrorCode::InvalidRequest,
                 MD_TEXT("%1 dimensions are not possible: the vectors of %2 have %3, and shorter ones "
                         "would be meaningless"),
                 QString::number(asked), model, QString::number(own))
        .ofParameter(u"dimensions"_s);
}

bool dimensionsFit(int asked, const QString &model, int own)
{
    return asked == own || (asked < own && allowsTruncation(model));
}

// Never a made-up vector: what the engine hands over must be whole and finite.
bool isWhole(const Embeddings &embeddings, std::size_t inputs)
{
    return embeddings.dimension > 0 &&
           embeddings.values.size() == inputs * std::size_t(embeddings.dimension) &&
           std::ranges::all_of(embeddings.values, [](float value) { return std::isfinite(value); });
}

// What is known before anything is computed.
std::optional<Error> misfit(const EmbedBody &body, const ModelView &model)
{
    if (body.dimensions && !dimensionsFit(*body.dimensions, model.id, model.dimension) && model.dimension > 0)
        return wrongDimensions(*body.dimensions, model.id, model.dimension);
    if (model.type == ModelType::Text && !body.onlyText())
        return Error(ErrorCode::InvalidRequest, MD_TEXT("%1 embeds texts, not images"), model.id)
            .ofParameter(u"input"_s)
            .withHint(MD_TEXT("Name a vision model"));
    return std::nullopt;
}

Response written(const EmbedForm &form, const EmbedAnswer &answer)
{
    Response response;
    response.body = form.write(answer);
    return response;
}

// One call, from its body to its vectors: parse → engine → write, the first and the last in the worker when
// they are large. Lives until it has answered or is abandoned.
class EmbedCall : public std::enable_shared_from_this<EmbedCall>
{
public:
    EmbedCall(const Call &call, const EmbedForm &form) : m_call(call), m_form(form) {}

    Abandon start();

private:
    template <class T>
    void run(bool large, std::function<T()> work, std::function<void(T)> done);
    void parsed(Result<EmbedBody> body);
    const ModelView *known(const EmbedRequest &request) const;
    void begin(EmbedBody body, const ModelView *model);
    void askEngine(EmbedRequest request);
    void loadOnly(const EmbedRequest &request);
    void embedded(Result<Embeddings> embeddings);
    std::optional<Error> finish(Embeddings &embeddings) const;

    Call m_call;
    EmbedForm m_form;
    std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
    bool m_abandoned = false;
    RequestId m_request = 0; // of the engine
    std::size_t m_inputs = 0;
    QString m_asked;
    EmbedBody::Encoding m_encoding = EmbedBody::Encoding::Float;
    std::optional<int> m_dimensions;
    bool m_normalize = true;
};

template <class T>
void EmbedCall::run(bool large, std::function<T()> work, std::function<void(T)> done)
{
    if (large && m_call.context.worker)
        m_call.context.worker->run(m_call.context.mailbox, std::move(work), std::move(done));
    else
        done(work());
}

Abandon EmbedCall::start()
{
    const QByteArray raw = std::exchange(m_call.raw, {});
    run<Result<EmbedBody>>(
        raw.size() > largeBody, [raw, parse = m_form.parse] { return parse(raw); },
        [self = shared_from_this()](Result<EmbedBody> body) { self->parsed(std::move(body)); });
    return [self = shared_from_this()] {
        self->m_abandoned = true;
        if (self->m_request != 0)
            self->m_call.context.engine->cancel(self->m_request);
    };
}

void EmbedCall::parsed(Result<EmbedBody> body)
{
    if (m_abandoned)
        return;
    if (!body)
        return m_call.fail(body.error());
    EmbedRequest &request = body->request;
    m_asked = request.model;
    request.model = modelIdOf(request.model);
    if (request.model.isEmpty() && body->onlyText())
        request.model = m_call.context.snapshot->settings[TextDefaultModel];
    const ModelView *model = known(request);
    const bool isText = model ? model->type == ModelType::Text : body->onlyText();
    if (!isText || m_call.context.snapshot->ollama.state != OllamaState::Connecting)
        return begin(std::move(*body), model);
    m_call.context.waitForOllama(
        [self = shared_from_this(), waiting = std::make_shared<EmbedBody>(std::move(*body))] {
            const ModelView *byNow = self->known(waiting->request);
            if (!self->m_abandoned)
                self->begin(std::move(*waiting), byNow);
            return Abandon();
        });
}

// Null: there is no such model.
const ModelView *EmbedCall::known(const EmbedRequest &request) const
{
    const Snapshot &now = *m_call.context.snapshot;
    return now.find(request.model.isEmpty() ? now.currentVisionModel : request.model);
}

void EmbedCall::begin(EmbedBody body, const ModelView *model)
{
    const auto wrong = model ? misfit(body, *model) : std::nullopt;
    if (wrong) // said before anything is computed
        return m_call.fail(*wrong);
    m_inputs = body.request.inputs.size();
    m_encoding = body.encoding;
    m_dimensions = body.dimensions;
    m_normalize = body.request.normalize;
    if (m_inputs == 0)
        loadOnly(body.request);
    else
        askEngine(std::move(body.request));
}

void EmbedCall::askEngine(EmbedRequest request)
{
    request.askedBy = m_call.client;
    m_request = m_call.context.engine->embed(
        std::move(request),
        {m_call.context.mailbox, [self = shared_from_this()](Result<Embeddings> embeddings) {
             self->m_request = 0;
             self->embedded(std::move(embeddings));
         }});
}

void EmbedCall::loadOnly(const EmbedRequest &request)
{
    loadOrUnload(m_call, request.model, request.keepAlive, [self = shared_from_this()] {
        self->m_call.answer(
            written(self->m_form,
                    {{}, self->m_asked, self->m_encoding, std::chrono::steady_clock::now() - self->m_begun}));
    });
}

// Makes of the engine's vectors those that were asked for.
std::optional<Error> EmbedCall::finish(Embeddings &embeddings) const
{
    if (!isWhole(embeddings, m_inputs))
        return Error(ErrorCode::Internal, MD_TEXT("The model returned incomplete vectors"));
    const int asked = m_dimensions.value_or(embeddings.dimension);
    if (!dimensionsFit(asked, embeddings.modelId, embeddings.dimension))
        return wrongDimensions(asked, embeddings.modelId, embeddings.dimension);
    if (asked != embeddings.dimension)
        embeddings = truncated(embeddings, asked, m_normalize);
    return std::nullopt;
}

void EmbedCall::embedded(Result<Embeddings> embeddings)
{
    if (m_abandoned)
        return;
    if (!embeddings)
        return m_call.fail(embeddings.error());
    if (const auto wrong = finish(*embeddings))
        return m_call.fail(*wrong);
    const auto time = std::chrono::steady_clock::now() - m_begun;
    m_call.context.meters->embedTimes[embeddings->modelId].add(time);
    const bool large = embeddings->values.size() > largeAnswer;
    const auto answer =
        std::make_shared<EmbedAnswer>(EmbedAnswer{std::move(*embeddings), m_asked, m_encoding, time});
    run<Response>(
        large, [answer, form = m_form] { return written(form, *answer); },
        [self = shared_from_this()](Response response) {
            if (!self->m_abandoned)
                self->m_call.answer(std::move(response));
        });
}

} // namespace

Abandon embed(const Call &call, const EmbedForm *form)
{
    return std::make_shared<EmbedCall>(call, *form)->start();
}

} // namespace modeldeck::api
