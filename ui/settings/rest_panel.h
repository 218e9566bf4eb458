// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/window_options.h"
#include "ui/window_part.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace modeldeck {

class CommandLine;
class FactsView;

// The state of the REST API: where it answers, whether it is encrypted, whether it asks for a token; and
// makes a token, which is shown once.
class RestPanel : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    RestPanel(EngineLink &link, TokenMaker tokens, QWidget *parent = nullptr);

    void setRestStatus(const RestView &status) override;
    void setSnapshot(const Snapshot &snapshot) override;

private:
    void makeToken();
    void showToken(const QString &token);
    void updateTexts();
    void hideEvent(QHideEvent *event) override;

    EngineLink &m_link;
    TokenMaker m_tokens;
    RestView m_status;
    FactsView *m_facts;
    QPushButton *m_make;
    QLabel *m_once;
    CommandLine *m_token;
};

} // namespace modeldeck
