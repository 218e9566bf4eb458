// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/settings/setting_categories.h"
#include "ui/window_options.h"
#include "ui/window_part.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace modeldeck {

class Autostart;
class Preferences;
class Actions;
class EmptyState;
class SettingField;

// The engine's settings by categories, with Apply and Revert, and the window's own preferences. The fields
// are made when the page is first shown.
class SettingsPage : public QWidget, public WindowPart
{
    Q_OBJECT
public:
    SettingsPage(EngineLink &link, const Actions &actions, Preferences &preferences, Autostart &autostart,
                 TokenMaker tokens, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot) override;
    void setRestStatus(const RestView &status) override { m_restStatus = status; }
    void setSearch(const QString &text) override;
    void showCategory(SettingCategory category);

private:
    void build();
    QVBoxLayout *addCategory(const QString &name);
    QHBoxLayout *buildBottom();
    void apply();
    QVariantMap changes() const;
    void revert();
    void showProblem(const Error &error);
    void updateButtons();
    SettingField *field(const QString &key) const;
    void showEvent(QShowEvent *event) override;

    EngineLink &m_link;
    const Actions &m_actions;
    Preferences &m_preferences;
    Autostart &m_autostart;
    TokenMaker m_tokens;
    std::shared_ptr<const std::vector<SettingRow>> m_rows; // as shown
    RestView m_restStatus;                                 // for the panel that is yet to be made
    QString m_search;
    SettingCategory m_category = SettingCategory::Unloading;
    std::vector<SettingField *> m_fields; // in the order of the rows
    QListWidget *m_categories;
    QStackedWidget *m_stack;
    EmptyState *m_empty; // the last in the stack
    int m_changed = 0;   // fields, when the message was written
    QLabel *m_message;
    QPushButton *m_apply;
    QPushButton *m_revert;
    QPushButton *m_curl;
};

} // namespace modeldeck
