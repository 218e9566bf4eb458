// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/try_page.h"

#include "ui/widgets/basics.h"
#include "ui/widgets/facts_view.h"
#include "ui/widgets/try_input.h"
#include "ui/wording.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

std::span<const float> row(const Embeddings &embeddings, std::size_t index)
{
    const auto size = std::size_t(embeddings.dimension);
    return std::span(embeddings.values).subspan(index * size, size);
}

// Of vectors of length 1, as the engine gives them, this is the cosine.
double similarity(std::span<const float> a, std::span<const float> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

QString firstNumbers(std::span<const float> vector)
{
    QStringList numbers;
    for (const float value : vector.first(std::min<std::size_t>(4, vector.size())))
        numbers << QLocale().toString(double(value), 'f', 4);
    return numbers.join(u"  "_s) + u" …"_s;
}

QString seconds(std::chrono::nanoseconds time)
{
    return wording::exactSeconds(std::chrono::duration<double>(time).count());
}

} // namespace

TryPage::TryPage(EngineLink &link, QWidget *parent)
    : QWidget(parent), m_link(link),
      m_models(new QComboBox), m_inputs{new TryInput(tr("First")),
                                        new TryInput(tr("Second, to compare with"))},
      m_embed(new QPushButton(tr("&Embed"))), m_cancel(new QPushButton(tr("&Cancel"))),
      m_answer(headingLabel()), m_facts(new FactsView)
{
    m_models->setObjectName(u"tryModel"_s);
    m_models->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_embed->setObjectName(u"tryEmbed"_s);
    m_cancel->setObjectName(u"tryCancel"_s);
    m_answer->setObjectName(u"tryAnswer"_s);
    m_answer->setWordWrap(true);
    m_inputs[0]->setObjectName(u"tryFirst"_s);
    m_inputs[1]->setObjectName(u"trySecond"_s);
    auto *inputs = new QHBoxLayout;
    for (TryInput *input : m_inputs) {
        inputs->addWidget(input);
        connect(input, &TryInput::changed, this, &TryPage::updateButtons);
        connect(input, &TryInput::readFailed, this, &TryPage::readFailed);
    }
    auto *column = new QVBoxLayout(this);
    column->addLayout(rowOf({labelFor(m_models, tr("&Model")), m_models, m_embed, m_cancel, nullptr}));
    column->addLayout(inputs, 1);
    column->addWidget(m_answer);
    column->addWidget(m_facts);
    column->addStretch(1);
    connect(m_embed, &QPushButton::clicked, this, &TryPage::start);
    connect(m_cancel, &QPushButton::clicked, this, &TryPage::stop);
    showWhatToDo();
    updateButtons();
}

TryPage::~TryPage() = default;

void TryPage::setSnapshot(const Snapshot &snapshot)
{
    QStringList ids;
    for (const ModelView &model : snapshot.models) {
        if (model.installed || model.loaded)
            ids << model.id;
    }
    if (ids == m_ids)
        return;
    const bool had = !std::exchange(m_ids, ids).isEmpty();
    const QString chosen = m_models->count() > 0 ? m_models->currentText() : snapshot.currentVisionModel;
    m_models->clear();
    m_models->addItems(ids);
    m_models->setCurrentIndex(std::max<int>(0, int(ids.indexOf(chosen))));
    if (had != !ids.isEmpty())
        showWhatToDo();
    updateButtons();
}

void TryPage::start()
{
    EmbedRequest request;
    request.model = m_models->currentText();
    request.truncate = true;
    request.askedBy = u"Modeldeck"_s;
    for (const TryInput *input : m_inputs) {
        if (const auto given = input->input())
            request.inputs.push_back(*given);
    }
    if (request.inputs.empty() || m_request)
        return;
    m_clock.start();
    showMessage(tr("%1 computes…").arg(request.model));
    m_request =
        m_link.engine().embed(std::move(request), m_link.answer<Embeddings>(this, [this](const auto &result) {
            m_request.reset();
            showResult(result);
            updateButtons();
        }));
    updateButtons();
}

void TryPage::stop()
{
    if (const auto request = std::exchange(m_request, {})) {
        m_link.engine().cancel(*request); // and no answer comes
        showMessage(tr("Cancelled."));
    }
    updateButtons();
}

void TryPage::showWhatToDo()
{
    showMessage(m_ids.isEmpty()
                    ? tr("No model is installed. The Library page says how to get one.")
                    : tr("Each side takes a text or an image. The model is loaded first if necessary."));
}

void TryPage::showMessage(const QString &text)
{
    m_answer->setText(text);
    m_facts->setFacts({});
}

void TryPage::showResult(const Result<Embeddings> &result)
{
    if (!result) {
        const Error &error = result.error();
        showMessage((wording::translated(error.message) + u'\n' + wording::translated(error.hint)).trimmed());
        return;
    }
    const bool two = result->dimension > 0 && result->values.size() >= 2 * std::size_t(result->dimension);
    m_answer->setText(two ? tr("Similarity: %1", "of two inputs, −1 to 1")
                                .arg(QLocale().toString(similarity(row(*result, 0), row(*result, 1)), 'f', 4))
                          : tr("One vector. Give a second input to compare it with."));
    const ModelView *model = m_link.snapshot().find(result->modelId);
    m_facts->setFacts({
        {tr("Model"), model && model->untrained
                          ? tr("%1 (untrained: similarities mean nothing)").arg(result->modelId)
                          : result->modelId},
        {tr("Vector size"), QLocale().toString(result->dimension)},
        {tr("Total time"), wording::exactSeconds(double(m_clock.elapsed()) / 1000)},
        {tr("Wait for the model"), result->loadTime.count() > 0 ? seconds(result->loadTime) : QString()},
        {tr("Time to compute"), result->runnerTime.count() > 0 ? seconds(result->runnerTime) : QString()},
        {tr("Tokens"), result->promptTokens > 0 ? QLocale().toString(result->promptTokens) : QString()},
        {tr("First vector"), firstNumbers(row(*result, 0))},
        {tr("Second vector"), two ? firstNumbers(row(*result, 1)) : QString()},
    });
}

void TryPage::updateButtons()
{
    const bool some = m_inputs[0]->input() || m_inputs[1]->input();
    m_embed->setEnabled(some && !m_request && m_models->count() > 0);
    m_cancel->setEnabled(m_request.has_value());
}

} // namespace modeldeck
