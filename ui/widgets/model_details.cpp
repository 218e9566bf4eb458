// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/model_details.h"

#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/facts_view.h"
#include "ui/widgets/flow_layout.h"
#include "ui/wording.h"

#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct Details
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::ModelDetails)
};

QString kindOf(const ModelView &model)
{
    if (model.type == ModelType::Text) {
        return model.family.isEmpty() ? Details::tr("Text model in Ollama")
                                      : Details::tr("Text model in Ollama, family %1").arg(model.family);
    }
    return model.untrained ? Details::tr("CLIP demo model with random weights: its vectors mean nothing")
                           : Details::tr("CLIP model for images and texts");
}

QString inputsOf(const ModelView &model)
{
    QStringList parts;
    if (model.imageSize > 0)
        parts << Details::tr("images of %1 × %1 pixels").arg(QLocale().toString(model.imageSize));
    if (model.contextLength > 0)
        parts << Details::tr("texts of up to %1 tokens").arg(QLocale().toString(model.contextLength));
    return parts.join(u", "_s);
}

QString memoryOf(const ModelView &model)
{
    if (!model.loaded)
        return {};
    QStringList parts{Details::tr("%1 private").arg(wording::bytes(model.memory.anonymous)),
                      Details::tr("%1 mapped files (page cache)").arg(wording::bytes(model.memory.file))};
    if (!model.memory.device)
        parts << Details::tr("GPU memory not known");
    else if (model.memory.device->value > 0)
        parts << Details::tr("%1 GPU memory").arg(wording::bytes(*model.memory.device));
    return parts.join(u", "_s);
}

QString timeoutOf(std::chrono::seconds time)
{
    return time.count() == 0 ? Details::tr("never")
                             : Details::tr("after %1 idle").arg(wording::duration(time));
}

QString timeoutsOf(const ModelView &model)
{
    if (model.device.startsWith(u"cuda"))
        return Details::tr("GPU memory %1, system memory %2")
            .arg(timeoutOf(model.vramTimeout), timeoutOf(model.ramTimeout));
    return timeoutOf(model.ramTimeout);
}

QString unloadOf(const ModelView &model, EpochSeconds now)
{
    if (!model.loaded)
        return {};
    if (model.unloadAt) {
        return Details::tr("in %1, at %2 (%3)", "countdown, moment, rule")
            .arg(wording::countdown(wording::between(now, *model.unloadAt)),
                 wording::moment(*model.unloadAt, now), wording::translated(model.unloadRule));
    }
    if (model.pinned)
        return Details::tr("not automatically: it is pinned");
    return model.inFlight > 0 ? Details::tr("idle time starts when its requests end")
                              : Details::tr("not automatically");
}

QString usesOf(const ModelView &model, EpochSeconds now)
{
    QStringList parts{Details::tr("%n request(s)", nullptr, int(model.usageCount))};
    if (model.lastUsed)
        parts << Details::tr("last used %1").arg(wording::ago(wording::between(*model.lastUsed, now)));
    if (!model.lastAskedBy.isEmpty())
        parts << Details::tr("by %1", "last used by a client").arg(model.lastAskedBy);
    if (model.preloaded)
        parts << Details::tr("loaded ahead of need");
    if (model.external)
        parts << Details::tr("loaded by another program");
    return parts.join(u", "_s);
}

} // namespace

ModelDetails::ModelDetails(Actions &actions, QWidget *parent)
    : QScrollArea(parent), m_title(headingLabel()), m_buttons(buildButtons(actions)),
      m_diagnosis(selectableLabel()), m_facts(new FactsView)
{
    setObjectName(u"modelDetails"_s);
    setAccessibleName(tr("Details of the model"));
    m_title->setWordWrap(true);
    m_diagnosis->setObjectName(u"diagnosis"_s);
    auto *column = scrolledColumn(this);
    column->addWidget(m_title);
    column->addWidget(m_buttons);
    column->addWidget(m_facts);
    column->addWidget(m_diagnosis);
    column->addStretch();
}

QWidget *ModelDetails::buildButtons(Actions &actions)
{
    auto *row = new QWidget;
    auto *flow = new FlowLayout(row);
    for (QAction *action : {actions.load, actions.cancelLoad, actions.unload, actions.switchTo, actions.pin,
                            actions.timeouts, actions.copyId})
        flow->addWidget(actionButton(action));
    QMenu *curl = actions.createCurlMenu(this);
    QToolButton *curlButton = actionButton(curl->menuAction());
    curlButton->setPopupMode(QToolButton::InstantPopup);
    flow->addWidget(curlButton);
    return row;
}

void ModelDetails::setModel(const ModelView *model, EpochSeconds now)
{
    m_buttons->setVisible(model);
    m_facts->setVisible(model);
    if (!model) {
        m_title->setText(tr("Choose a model to see its details."));
        m_diagnosis->hide();
        return;
    }
    m_title->setText(tr("%1: %2", "model: its state").arg(model->id, wording::state(*model)));
    const QString failure = model->failure ? wording::translated(model->failure->message) : QString();
    const QString device = model->device.isEmpty()
                               ? QString()
                               : tr("%1, %2", "device, number format").arg(model->device, model->dtype);
    m_facts->setFacts({
        {tr("Kind"), kindOf(*model)},
        {tr("Failure"), failure},
        {tr("Unloads"), unloadOf(*model, now)},
        {tr("Timeouts"), timeoutsOf(*model)},
        {tr("Memory"), memoryOf(*model)},
        {tr("Computes on"), device},
        {tr("Used"), usesOf(*model, now)},
        {tr("Loaded in"), model->loadSeconds ? wording::exactSeconds(*model->loadSeconds) : QString()},
        {tr("Vectors"),
         model->dimension > 0 ? tr("%1 numbers").arg(QLocale().toString(model->dimension)) : QString()},
        {tr("Takes"), inputsOf(*model)},
        {tr("Assumed"), wording::translated(model->assumed)},
        {tr("Not installed"), model->installed ? QString() : wording::translated(model->notInstalledReason)},
        {tr("On disk"), model->bytesOnDisk.value > 0 ? wording::bytes(model->bytesOnDisk) : QString()},
        {tr("Folder"), model->path},
    });
}

void ModelDetails::setDiagnosis(const QList<Diagnosis> &diagnoses)
{
    QStringList lines;
    for (const Diagnosis &diagnosis : diagnoses) {
        lines << tr("Why: %1").arg(wording::translated(diagnosis.why));
        if (!diagnosis.advice.isEmpty())
            lines << tr("What to do: %1").arg(wording::translated(diagnosis.advice));
    }
    m_diagnosis->setText(lines.join(u'\n'));
    m_diagnosis->setVisible(!lines.isEmpty());
}

} // namespace modeldeck
