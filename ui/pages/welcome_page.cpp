// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome_page.h"

#include "ui/widgets/basics.h"
#include "ui/widgets/command_line.h"
#include "ui/widgets/facts_view.h"
#include "ui/wording.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct Welcome
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::WelcomePage)
};

QString gpus(const Snapshot &snapshot)
{
    QStringList names;
    for (const GpuView &gpu : snapshot.gpus) {
        names << (gpu.usable
                      ? Welcome::tr("%1, %2", "GPU, its memory").arg(gpu.name, wording::bytes(gpu.total))
                      : Welcome::tr("%1 (this program's runner cannot use it)").arg(gpu.name));
    }
    return names.isEmpty() ? Welcome::tr("none: models compute on the CPU and live in RAM")
                           : names.join(u'\n');
}

QString ollama(const OllamaView &view)
{
    switch (view.state) {
    case OllamaState::Disabled:
        return Welcome::tr("not used");
    case OllamaState::Connecting:
        return Welcome::tr("looking for it at %1…").arg(view.host);
    case OllamaState::Available:
    case OllamaState::Degraded:
        return Welcome::tr("version %1 at %2").arg(view.version, view.host);
    case OllamaState::Unavailable:
        return Welcome::tr(
                   "does not answer at %1. Text models need it (ollama.com); CLIP models work without it.")
            .arg(view.host);
    }
    Q_UNREACHABLE();
}

// The default model if it can be downloaded, else any that can.
const ModelView *firstToGet(const Snapshot &snapshot)
{
    const auto canBeDownloaded = [](const ModelView &model) {
        return !model.installed && !model.repository.isEmpty();
    };
    const ModelView *usual = snapshot.find(snapshot.settings[VisionDefaultModel]);
    if (usual && canBeDownloaded(*usual))
        return usual;
    const auto any = std::ranges::find_if(snapshot.models, canBeDownloaded);
    return any == snapshot.models.end() ? nullptr : &*any;
}

} // namespace

WelcomePage::WelcomePage(QWidget *parent)
    : QScrollArea(parent), m_found(new FactsView), m_step(wrappedLabel()),
      m_command(new CommandLine(tr("Command that downloads a model")))
{
    setObjectName(u"welcomePage"_s);
    setAccessibleName(tr("First steps"));
    QLabel *title = headingLabel(tr("Embedding models, loaded when needed"));
    QFont big = title->font();
    big.setPointSizeF(big.pointSizeF() * 1.5);
    title->setFont(big);
    auto *start = new QPushButton(tr("&Show the overview"));
    start->setObjectName(u"welcomeDone"_s);
    start->setDefault(true);
    connect(start, &QPushButton::clicked, this, &WelcomePage::left);

    auto *column = scrolledColumn(this);
    column->setSpacing(fontMetrics().height());
    column->addWidget(title);
    column->addWidget(
        wrappedLabel(tr("Modeldeck loads an embedding model when a program needs it, shows what it costs, "
                        "and frees the memory when nobody uses it. Every unload leaves a receipt.")));
    column->addWidget(headingLabel(tr("On this computer")));
    column->addWidget(m_found);
    column->addWidget(headingLabel(tr("The next step")));
    column->addWidget(m_step);
    column->addWidget(m_command);
    column->addWidget(start, 0, Qt::AlignLeading);
    column->addStretch();
}

void WelcomePage::setSnapshot(const Snapshot &snapshot)
{
    const auto installed = std::ranges::count_if(snapshot.models, &ModelView::installed);
    m_found->setFacts({
        {tr("Memory"), snapshot.system.total.value > 0 ? tr("%1, of which %2 are available")
                                                             .arg(wording::bytes(snapshot.system.total),
                                                                  wording::bytes(snapshot.system.available))
                                                       : QString()},
        {tr("GPU"), gpus(snapshot)},
        {tr("Ollama"), ollama(snapshot.ollama)},
        {tr("Models"), tr("%n model(s) installed", nullptr, int(installed))},
    });
    const ModelView *wanted = firstToGet(snapshot);
    const bool none = installed == 0 && wanted;
    m_step->setText(
        none ? tr("Get a model: run this command in a terminal, then rescan (F5). The Library page has the "
                  "commands for all known models. “hf” comes with the Python package huggingface_hub.")
             : tr("Nothing is loaded until it is used. Embed something on the Try it page, or switch on the "
                  "REST API at the lower left, so that other programs can."));
    m_command->setVisible(none);
    if (none)
        m_command->setCommand(u"hf download "_s + wanted->repository);
}

} // namespace modeldeck
