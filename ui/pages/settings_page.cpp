// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings_page.h"

#include "ui/actions.h"
#include "ui/settings/preset_bar.h"
#include "ui/settings/rest_panel.h"
#include "ui/settings/setting_field.h"
#include "ui/settings/window_panel.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/empty_state.h"
#include "ui/wording.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace modeldeck {

SettingsPage::SettingsPage(EngineLink &link, const Actions &actions, Preferences &preferences,
                           Autostart &autostart, TokenMaker tokens, QWidget *parent)
    : QWidget(parent), m_link(link), m_actions(actions), m_preferences(preferences), m_autostart(autostart),
      m_tokens(std::move(tokens)), m_categories(new QListWidget), m_stack(new QStackedWidget),
      m_empty(new EmptyState(this)), m_message(wrappedLabel()), m_apply(new QPushButton(tr("Appl&y"))),
      m_revert(new QPushButton(tr("&Revert"))), m_curl(new QPushButton(tr("Copy c&url command")))
{
    m_empty->hide(); // until the categories are known, which it follows in the stack
    m_categories->setObjectName(u"settingCategories"_s);
    m_categories->setAccessibleName(tr("Categories"));
    m_categories->setSpacing(fontMetrics().height() / 6);
    m_categories->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_categories->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Expanding);
    connect(m_categories, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    auto *row = new QHBoxLayout;
    row->addWidget(m_categories);
    row->addWidget(m_stack, 1);
    auto *column = new QVBoxLayout(this);
    column->addLayout(row, 1);
    column->addLayout(buildBottom());
}

QHBoxLayout *SettingsPage::buildBottom()
{
    m_message->setObjectName(u"settingsMessage"_s);
    m_apply->setObjectName(u"settingsApply"_s);
    m_revert->setObjectName(u"settingsRevert"_s);
    m_curl->setObjectName(u"settingsCurl"_s);
    m_curl->setToolTip(tr("The command that makes these changes through the REST API"));
    connect(m_curl, &QPushButton::clicked, this, [this] {
        m_actions.copyCurl({Command::Kind::ChangeSettings, {}, changes()});
    });
    connect(m_apply, &QPushButton::clicked, this, &SettingsPage::apply);
    connect(m_revert, &QPushButton::clicked, this, &SettingsPage::revert);
    return rowOf({m_message, m_curl, m_revert, m_apply}, m_message);
}

QVBoxLayout *SettingsPage::addCategory(const QString &name)
{
    m_categories->addItem(name);
    auto *scroll = new QScrollArea;
    auto *column = scrolledColumn(scroll);
    column->setSpacing(fontMetrics().height());
    scroll->setAccessibleName(name);
    m_stack->addWidget(scroll);
    return column;
}

void SettingsPage::build()
{
    std::vector<QVBoxLayout *> columns;
    for (int i = 0; i < settingCategoryCount; ++i)
        columns.push_back(addCategory(categoryName(SettingCategory(i))));
    auto *presets = new PresetBar(m_link);
    presets->setSnapshot(m_link.snapshot());
    columns[std::size_t(SettingCategory::Unloading)]->addWidget(presets);
    auto *rest = new RestPanel(m_link, m_tokens);
    rest->setRestStatus(m_restStatus);
    columns[std::size_t(SettingCategory::Rest)]->addWidget(rest);
    for (const SettingRow &row : *m_rows) {
        auto *field = new SettingField(row);
        connect(field, &SettingField::edited, this, &SettingsPage::updateButtons);
        columns[std::size_t(categoryOf(row.name))]->addWidget(field);
        m_fields.push_back(field);
    }
    columns[std::size_t(SettingCategory::Window)]->addWidget(new WindowPanel(m_preferences, m_autostart));
    for (QVBoxLayout *column : columns)
        column->addStretch();
    m_stack->addWidget(m_empty);
    m_categories->setCurrentRow(int(m_category));
    setSearch(m_search);
    updateButtons();
}

void SettingsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_changed == 0)
        m_message->clear(); // of an earlier visit
    if (m_fields.empty() && m_rows && !m_rows->empty())
        build();
}

void SettingsPage::setSnapshot(const Snapshot &snapshot)
{
    if (snapshot.settingRows == m_rows)
        return;
    m_rows = snapshot.settingRows;
    if (m_fields.empty()) {
        if (isVisible() && !m_rows->empty())
            build();
        return;
    }
    for (const SettingRow &row : *m_rows) {
        if (SettingField *known = field(row.name))
            known->setRow(row);
    }
    updateButtons();
}

SettingField *SettingsPage::field(const QString &key) const
{
    const auto found = std::ranges::find(m_fields, key, &SettingField::key);
    return found == m_fields.end() ? nullptr : *found;
}

void SettingsPage::showCategory(SettingCategory category)
{
    m_category = category;
    m_categories->setCurrentRow(int(category));
}

// Shows the fields that match, and leads to the first category that has one.
void SettingsPage::setSearch(const QString &text)
{
    m_search = text.trimmed();
    if (m_fields.empty())
        return; // build() comes back
    int first = settingCategoryCount;
    for (SettingField *field : m_fields) {
        const bool shown = m_search.isEmpty() || field->matches(m_search);
        field->setVisible(shown);
        if (shown)
            first = std::min(first, int(categoryOf(field->key())));
    }
    m_empty->setNoMatch(m_search);
    if (first == settingCategoryCount)
        return m_stack->setCurrentWidget(m_empty);
    if (!m_search.isEmpty())
        m_categories->setCurrentRow(first);
    m_stack->setCurrentIndex(m_categories->currentRow());
}

// Of fields that are not valid, none: they say why, and the buttons are off.
QVariantMap SettingsPage::changes() const
{
    QVariantMap changes;
    for (const SettingField *field : m_fields) {
        if (!field->isChanged())
            continue;
        if (const auto change = field->change())
            changes[field->key()] = *change;
    }
    return changes;
}

void SettingsPage::apply()
{
    m_message->setText(tr("Applying…"));
    m_link.engine().changeSettings(changes(),
                                   m_link.answer<Settings>(this, [this](const Result<Settings> &result) {
                                       if (!result)
                                           return showProblem(result.error());
                                       m_message->setText(tr("Applied."));
                                   }));
}

// At the field that is at fault, where the engine names one.
void SettingsPage::showProblem(const Error &error)
{
    const QString text =
        (wording::translated(error.message) + u'\n' + wording::translated(error.hint)).trimmed();
    SettingField *at = field(error.parameter);
    m_message->setText(at ? tr("Nothing was changed.") : text);
    if (!at)
        return;
    at->setError(text);
    m_categories->setCurrentRow(int(categoryOf(error.parameter)));
}

void SettingsPage::revert()
{
    for (SettingField *field : m_fields)
        field->revert();
    updateButtons();
}

void SettingsPage::updateButtons()
{
    int changed = 0;
    bool valid = true;
    for (const SettingField *field : m_fields) {
        if (!field->isChanged())
            continue;
        ++changed;
        valid = valid && field->change().has_value();
    }
    m_apply->setEnabled(changed > 0 && valid);
    m_curl->setEnabled(m_apply->isEnabled());
    m_revert->setEnabled(changed > 0);
    if (changed > 0)
        m_message->setText(tr("%n change(s) not applied", nullptr, changed));
    else if (m_changed > 0)
        m_message->clear();
    m_changed = changed;
}

} // namespace modeldeck
