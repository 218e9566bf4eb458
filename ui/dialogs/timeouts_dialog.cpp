// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/timeouts_dialog.h"

#include "ui/actions.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/switch_button.h"
#include "ui/wording.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

QVariant numberIn(const QString &text)
{
    bool whole = false;
    const qint64 value = text.trimmed().toLongLong(&whole);
    return whole ? QVariant(value) : QVariant(text);
}

} // namespace

TimeoutsDialog::TimeoutsDialog(EngineLink &link, const Actions &actions, const QString &modelId,
                               QWidget *parent)
    : QDialog(parent), m_link(link), m_modelId(modelId), m_own(new SwitchButton(tr("&Timeouts of its own"))),
      m_vram(new QLineEdit), m_ram(new QLineEdit), m_error(wrappedLabel())
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"timeoutsDialog"_s);
    setWindowTitle(tr("Timeouts of %1").arg(modelId));
    m_vram->setObjectName(u"vramTimeout"_s);
    m_ram->setObjectName(u"ramTimeout"_s);
    m_error->setObjectName(u"timeoutsError"_s);
    auto *hint =
        wrappedLabel(tr("Seconds without a request before the model leaves that memory; 0 means never."));
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
    m_own->setChecked(snapshot.settings[ModelTimeoutOverrides].contains(modelId));
    m_before = typed();
    updateFields();
}

QVariantMap TimeoutsDialog::typed() const
{
    if (!m_own->isChecked())
        return {};
    return {{u"vram_timeout"_s, numberIn(m_vram->text())}, {u"ram_timeout"_s, numberIn(m_ram->text())}};
}

// Only what was changed here: another editor may have changed the rest meanwhile.
QVariantMap TimeoutsDialog::changes() const
{
    const QVariantMap now = typed();
    QVariantMap changes;
    for (const QString &tier : {u"vram_timeout"_s, u"ram_timeout"_s}) {
        if (now.value(tier) != m_before.value(tier))
            changes[tier] = now.value(tier);
    }
    return changes;
}

// By the setting's own validator: the dialog knows no bounds.
void TimeoutsDialog::updateFields()
{
    m_vram->setEnabled(m_own->isChecked());
    m_ram->setEnabled(m_own->isChecked());
    const QVariantMap overrides = m_own->isChecked() ? QVariantMap{{m_modelId, typed()}} : QVariantMap();
    const QByteArray json =
        QJsonDocument(QJsonObject::fromVariantMap(overrides)).toJson(QJsonDocument::Compact);
    const auto checked = settingFromText(settingName(ModelTimeoutOverrides), QString::fromUtf8(json));
    m_error->setText(checked ? QString() : wording::translated(checked.error().message));
    m_error->setVisible(!checked);
    m_ok->setEnabled(checked.has_value());
    m_curl->setEnabled(checked.has_value() && !changes().isEmpty());
}

Command TimeoutsDialog::command() const
{
    return {Command::Kind::ChangeTimeouts, m_modelId, changes()};
}

void TimeoutsDialog::apply()
{
    if (!changes().isEmpty())
        m_link.run(command());
    accept();
}

} // namespace modeldeck
