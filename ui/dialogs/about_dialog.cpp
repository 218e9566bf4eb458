// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/about_dialog.h"

#include "ui/widgets/basics.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

QString mib(Bytes amount)
{
    return QString::number(qint64(amount.mebibytes())) + u" MiB"_s;
}

void addModels(QStringList &lines, const Snapshot &snapshot)
{
    for (const ModelView &model : snapshot.models) {
        if (!model.installed && !model.loaded)
            continue;
        QStringList parts{u"model %1: %2"_s.arg(model.id, QString::fromLatin1(stateName(model.state)))};
        if (model.loaded)
            parts << model.device << model.dtype << mib(model.memory.pss);
        if (model.pinned)
            parts << u"pinned"_s;
        if (model.failure)
            parts << model.failure->message.english();
        parts.removeAll(QString());
        lines << parts.join(u", "_s);
    }
}

// Values may name a person's folders and hosts: only that they were changed is told.
void addSettings(QStringList &lines, const Snapshot &snapshot)
{
    QStringList keys;
    for (const SettingRow &row : *snapshot.settingRows) {
        if (row.source != SettingSource::Default)
            keys << row.name;
    }
    lines << u"settings that are not the default: "_s + (keys.isEmpty() ? u"none"_s : keys.join(u", "_s));
}

} // namespace

QString diagnosticsText(const Snapshot &snapshot, const std::vector<Diagnosis> &diagnoses)
{
    QStringList lines{u"Modeldeck %1, Qt %2, %3 (%4)"_s.arg(
                          QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()),
                          QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()),
                      QDateTime::currentDateTimeUtc().toString(Qt::ISODate)};
    lines << u"memory: %1 of %2 available, pressure %3"_s.arg(
        mib(snapshot.system.available), mib(snapshot.system.total),
        QString::fromLatin1(pressureName(snapshot.system.level)));
    for (const GpuView &gpu : snapshot.gpus) {
        lines << u"GPU: %1, %2 of %3 used%4"_s.arg(gpu.name, mib(gpu.used), mib(gpu.total),
                                                   gpu.usable ? u""_s : u", not usable by the runner"_s);
    }
    lines << u"Ollama: %1 %2 %3"_s
                 .arg(QString::fromLatin1(ollamaStateName(snapshot.ollama.state)), snapshot.ollama.version,
                      snapshot.ollama.problem.english())
                 .trimmed();
    addModels(lines, snapshot);
    addSettings(lines, snapshot);
    for (const Diagnosis &diagnosis : diagnoses) {
        const QString subject = diagnosis.modelId.isEmpty() ? u"program"_s : diagnosis.modelId;
        lines << u"%1: %2 %3"_s.arg(subject, diagnosis.why.english(), diagnosis.advice.english()).trimmed();
    }
    return lines.join(u'\n') + u'\n';
}

AboutDialog::AboutDialog(EngineLink &link, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About Modeldeck"));
    auto *text = wrappedLabel(tr("The control panel for the embedding models of one computer. It is licensed "
                                 "under the GNU General Public License, version 3 or later, and comes with "
                                 "no warranty.\n\nBuilt with Qt %1, libtorch and libcurl.")
                                  .arg(QString::fromLatin1(qVersion())));
    text->setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *copy = buttons->addButton(tr("&Copy diagnostics"), QDialogButtonBox::ActionRole);
    copy->setObjectName(u"copyDiagnostics"_s);
    copy->setToolTip(
        tr("Copies what a problem report needs: versions, memory and models, but no inputs and no paths"));
    auto *column = new QVBoxLayout(this);
    column->addWidget(headingLabel(tr("Modeldeck %1").arg(QCoreApplication::applicationVersion())));
    column->addWidget(text);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, [this, &link, copy] {
        link.engine().diagnose(link.answer<std::vector<Diagnosis>>(this, [&link, copy](const auto &result) {
            QGuiApplication::clipboard()->setText(
                diagnosticsText(link.snapshot(), result.value_or(std::vector<Diagnosis>())));
            copy->setText(tr("Copied"));
        }));
    });
}

} // namespace modeldeck
