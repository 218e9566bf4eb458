// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/timeouts_dialog.h"

#include "ui/actions.h"
#include "ui/widgets/plain_label.h"
#include "ui/wording.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {
constexpr auto overridesKey = "model_timeout_overrides"_L1;
}

TimeoutsDialog::TimeoutsDialog(EngineLink &link, const Actions &actions, const QString &modelId,
                               QWidget *parent)
    : QDialog(parent), m_link(link), m_modelId(modelId), m_own(new QCheckBox(tr("&Timeouts of its own"))),
      m_vram(new QLineEdit), m_ram(new QLineEdit), m_error(plainLabel())
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"timeoutsDialog"_s);
    setWindowTitle(tr("Timeouts of %1").arg(modelId));
    m_vram->setObjectName(u"vramTimeout"_s);
    m_ram->setObjectName(u"ramTimeout"_s);
    m_error->setObjectName(u"timeoutsError"_s);
    m_error->setWordWrap(true);
    auto *hint = plainLabel(tr("Seconds without a request after which it leaves that memory; 0 is never."));
    hint->setWordWrap(true);
    auto *form = new QFormLayout(this);
    form->addRow(m_own);
    form->addRow(tr("&GPU memory, seconds"), m_vram);
    form->addRow(tr("&System memory, seconds"), m_ram);
    form->addRow(hint);
    form->addRow(m_error);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_curl = buttons->addButton(tr("Copy cu&rl command"), QDialogButtonBox::ActionRole);
    m_curl->setObjectName(u"timeoutsCurl"_s);
    form->addRow(buttons);
    connect(m_curl, &QPushButton::clicked, this, [this, &actions] { actions.copyCurl(command()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &TimeoutsDialog::apply);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_own, &QCheckBox::toggled, this, &TimeoutsDialog::updateFields);
    for (QLineEdit *edit : {m_vram, m_ram})
        connect(edit, &QLineEdit::textChanged, this, &TimeoutsDialog::updateFields);

    const Snapshot &snapshot = link.snapshot();
    if (const ModelView *model = snapshot.find(modelId)) {
        m_vram->setText(QString::number(model->vramTimeout.count()));
        m_ram->setText(QString::number(model->ramTimeout.count()));
    }
    m_own->setChecked(snapshot.settings->map(Key::ModelTimeoutOverrides).contains(modelId));
    updateFields();
}

QVariantMap TimeoutsDialog::overrides() const
{
    QVariantMap all = m_link.snapshot().settings->map(Key::ModelTimeoutOverrides);
    all.remove(m_modelId);
    if (m_own->isChecked()) {
        const auto number = [](const QString &text) {
            bool whole = false;
            const qint64 value = text.trimmed().toLongLong(&whole);
            return whole ? QVariant(value) : QVariant(text);
        };
        all[m_modelId] =
            QVariantMap{{u"vram_timeout"_s, number(m_vram->text())}, {u"ram_timeout"_s, number(m_ram->text())}};
    }
    return all;
}

// By the setting's own validator: the dialog knows no bounds.
void TimeoutsDialog::updateFields()
{
    m_vram->setEnabled(m_own->isChecked());
    m_ram->setEnabled(m_own->isChecked());
    const QByteArray json = QJsonDocument(QJsonObject::fromVariantMap(overrides())).toJson(QJsonDocument::Compact);
    const auto checked = settingFromText(overridesKey, QString::fromUtf8(json));
    m_error->setText(checked ? QString() : wording::translated(checked.error().message));
    m_error->setVisible(!checked);
    m_ok->setEnabled(checked.has_value());
    m_curl->setEnabled(checked.has_value());
}

Command TimeoutsDialog::command() const
{
    return {Command::Kind::ChangeSettings, {}, {{overridesKey, overrides()}}};
}

void TimeoutsDialog::apply()
{
    m_link.run(command());
    accept();
}

} // namespace modeldeck
