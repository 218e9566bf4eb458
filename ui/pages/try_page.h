// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

#include "ui/window_part.h"
#include <QElapsedTimer>

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace modeldeck {

class FactsView;
class TryInput;

// Embed something by hand: the vector's size, the time it took, and how similar two things are.
class TryPage : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    explicit TryPage(EngineLink &link, QWidget *parent = nullptr);
    ~TryPage() override;

    void setSnapshot(const Snapshot &snapshot) override;

Q_SIGNALS:
    void readFailed(const QString &path, const QString &why);

private:
    void start();
    void stop();
    void showResult(const Result<Embeddings> &result);
    void showWhatToDo();
    void showMessage(const QString &text);
    void updateButtons();

    EngineLink &m_link;
    QStringList m_ids; // in the box
    QComboBox *m_models;
    TryInput *m_inputs[2];
    QPushButton *m_embed;
    QPushButton *m_cancel;
    QLabel *m_answer;
    FactsView *m_facts;
    std::optional<RequestId> m_request; // that runs
    QElapsedTimer m_clock;
};

} // namespace modeldeck
