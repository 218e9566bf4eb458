// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine_link.h"
#include "ui/rest_view.h"
#include "ui/settings/setting_categories.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace modeldeck {

class Autostart;
class Preferences;
class PresetBar;
class RestPanel;
class SettingField;

// The engine's settings by categories, with Apply and Revert, and the window's own preferences. The fields are made
// when the page is first shown.
class SettingsPage : public QWidget
{
    Q_OBJECT
public:
    SettingsPage(EngineLink &link, Preferences &preferences, Autostart &autostart, const QString &tokenFile,
                 QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    void setRestStatus(const RestView &status);
    void setSearch(const QString &text);
    void showCategory(SettingCategory category);

private:
    void build();
    QVBoxLayout *addCategory(const QString &name);
    QWidget *buildBottom();
    void apply();
    void revert();
    void showProblem(const Error &error);
    void updateButtons();
    SettingField *field(const QString &key) const;
    void showEvent(QShowEvent *event) override;

    EngineLink &m_link;
    Preferences &m_preferences;
    Autostart &m_autostart;
    QString m_tokenFile;
    std::shared_ptr<const std::vector<SettingRow>> m_rows; // as shown
    RestView m_restStatus;
    QString m_search;
    SettingCategory m_category = SettingCategory::Unloading;
    std::vector<SettingField *> m_fields; // in the order of the rows
    QListWidget *m_categories;
    QStackedWidget *m_stack;
    PresetBar *m_presets = nullptr;
    RestPanel *m_rest = nullptr;
    QLabel *m_message;
    QPushButton *m_apply;
    QPushButton *m_revert;
};

} // namespace modeldeck
