// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"

#include <QMenu>

namespace modeldeck {

// A menu with one entry a model, which follows the snapshots. Rebuilt only when its entries change, so that
// it stays as it is while it is open.
class ModelsMenu : public QMenu
{
    Q_OBJECT
public:
    using Filter = std::function<bool(const ModelView &)>;
    // Choosing a model runs the command `kind` on it.
    ModelsMenu(const QString &title, const QString &iconName, Command::Kind kind, Filter filter,
               EngineLink &link, QWidget *parent);
    // `checked` is the model that bears the mark; empty: none does.
    void update(const Snapshot &snapshot, const QString &checked);

private:
    EngineLink &m_link;
    Command::Kind m_kind;
    Filter m_filter;
    QStringList m_ids; // what the menu was made of
    QString m_checked;
};

} // namespace modeldeck
