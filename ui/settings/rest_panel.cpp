// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/rest_panel.h"

#include "ui/background.h"
#include "ui/curl_commands.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/command_line.h"
#include "ui/widgets/facts_view.h"
#include "ui/wording.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

RestPanel::RestPanel(EngineLink &link, TokenMaker tokens, QWidget *parent)
    : QWidget(parent), m_link(link), m_tokens(std::move(tokens)), m_facts(new FactsView),
      m_make(new QPushButton(tr("Create a new &token…"))), m_once(wrappedLabel()),
      m_token(new CommandLine(tr("Token")))
{
    m_make->setObjectName(u"makeToken"_s);
    m_make->setEnabled(bool(m_tokens.make));
    m_token->setObjectName(u"newToken"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_facts);
    column->addWidget(m_make, 0, Qt::AlignLeading);
    column->addWidget(m_once);
    column->addWidget(m_token);
    connect(m_make, &QPushButton::clicked, this, &RestPanel::makeToken);
    showToken({});
    updateTexts();
}

void RestPanel::makeToken()
{
    inBackground<Result<QString>>(
        this, [make = m_tokens.make, file = m_tokens.file] { return make(file); },
        [this](const Result<QString> &token) {
            if (!token) {
                m_once->setText(wording::translated(token.error().message));
                m_once->show();
                return;
            }
            showToken(*token);
            m_link.change(settingName(RestApiTokenFile), m_tokens.file);
        });
}

void RestPanel::showToken(const QString &token)
{
    m_once->setText(tr("Copy this token now: it is not shown again. It is stored in %1.").arg(m_tokens.file));
    m_once->setVisible(!token.isEmpty());
    m_token->setCommand(token);
    m_token->setVisible(!token.isEmpty());
}

void RestPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    showToken({});
}

void RestPanel::setRestStatus(const RestView &status)
{
    m_status = status;
    updateTexts();
}

void RestPanel::setSnapshot(const Snapshot &)
{
    updateTexts();
}

void RestPanel::updateTexts()
{
    QString state;
    switch (m_status.state) {
    case RestView::State::Off:
        state = tr("off");
        break;
    case RestView::State::Starting:
        state = tr("starting…");
        break;
    case RestView::State::On:
        state = m_status.error.isEmpty()
                    ? tr("on")
                    : tr("on, with the previous token and certificate: %1").arg(m_status.error);
        break;
    case RestView::State::Failed:
        state = tr("failed: %1").arg(m_status.error);
        break;
    }
    const Settings &settings = m_link.snapshot().settings;
    const QString certificate = settings[RestApiTlsCertificate];
    const QString token = settings[RestApiTokenFile];
    m_facts->setFacts({
        {tr("State"), state},
        {tr("Answers at"), m_status.urls.join(u"\n"_s)},
        {tr("Encryption"),
         certificate.isEmpty() ? tr("none (HTTP)") : tr("HTTPS with the certificate %1").arg(certificate)},
        {tr("Token"), token.isEmpty() ? tr("none: programs on this computer need no token")
                                      : tr("required; it is stored in %1").arg(token)},
    });
}

} // namespace modeldeck
