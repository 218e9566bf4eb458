// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/rest_panel.h"

#include "ui/background.h"
#include "ui/curl_commands.h"
#include "ui/widgets/command_line.h"
#include "ui/widgets/facts_view.h"
#include "ui/widgets/plain_label.h"

#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

constexpr auto tokenFileKey = "rest_api_token_file"_L1;

// 256 bits of the system's randomness, in characters that fit into a header and a shell.
QString newToken()
{
    quint32 words[8];
    QRandomGenerator::system()->fillRange(words);
    const QByteArray bytes(reinterpret_cast<const char *>(words), sizeof words);
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

// For its owner alone, before a byte of it is there. Returns why it failed; empty: it is written.
QString writeToken(const QString &path, const QString &token)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QByteArray line = token.toLatin1() + '\n';
    const bool written = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) && file.write(line) == line.size()
        && file.commit();
    return written ? QString() : file.errorString();
}

} // namespace

RestPanel::RestPanel(EngineLink &link, const QString &tokenFile, QWidget *parent)
    : QWidget(parent), m_link(link), m_tokenFile(tokenFile), m_facts(new FactsView),
      m_make(new QPushButton(tr("Make a new &token…"))), m_once(plainLabel()), m_token(new CommandLine(tr("Token")))
{
    m_make->setObjectName(u"makeToken"_s);
    m_make->setEnabled(!tokenFile.isEmpty());
    m_token->setObjectName(u"newToken"_s);
    m_once->setWordWrap(true);
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
    const QString token = newToken();
    inBackground<QString>(
        this, [path = m_tokenFile, token] { return writeToken(path, token); },
        [this, token](const QString &why) {
            if (!why.isEmpty()) {
                m_once->setText(tr("%1 could not be written: %2").arg(m_tokenFile, why));
                m_once->show();
                return;
            }
            showToken(token);
            m_link.run({Command::Kind::ChangeSettings, {}, {{tokenFileKey, m_tokenFile}}});
        });
}

void RestPanel::showToken(const QString &token)
{
    m_once->setText(tr("This token is shown only now: copy it. It is kept in %1.").arg(m_tokenFile));
    m_once->setVisible(!token.isEmpty());
    m_token->setCommand(token);
    m_token->setVisible(!token.isEmpty());
}

void RestPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    showToken({});
}

void RestPanel::setStatus(const RestView &status)
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
    case RestView::State::Off: state = tr("off"); break;
    case RestView::State::Starting: state = tr("starting…"); break;
    case RestView::State::On:
        state = m_status.error.isEmpty() ? tr("on") : tr("on, with the token and certificate of before: %1").arg(m_status.error);
        break;
    case RestView::State::Failed: state = tr("failed: %1").arg(m_status.error); break;
    }
    const Settings &settings = *m_link.snapshot().settings;
    const QString certificate = settings.text(Key::RestApiTlsCertificate);
    const QString token = settings.text(Key::RestApiTokenFile);
    m_facts->setFacts({
        {tr("State"), state},
        {tr("Answers at"), m_status.urls.join(u"\n"_s)},
        {tr("Encryption"),
         certificate.isEmpty() ? tr("none (HTTP)") : tr("HTTPS with the certificate %1").arg(certificate)},
        {tr("Token"), token.isEmpty() ? tr("none: programs on this computer may call it without one")
                                      : tr("asked for; it is kept in %1").arg(token)},
    });
}

} // namespace modeldeck
