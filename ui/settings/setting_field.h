// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/config/settings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace modeldeck {

class IconLabel;

// One setting: what it is, its value to change, its unit, its default, and where the value in force comes
// from. What is typed is checked by the engine's own validators as it is typed.
class SettingField : public QWidget
{
    Q_OBJECT
public:
    explicit SettingField(const SettingRow &row, QWidget *parent = nullptr);

    const QString &key() const { return m_row.name; }
    // What is in force; an edit that has not been applied stays.
    void setRow(const SettingRow &row);
    bool isChanged() const;
    // What Apply sends: the checked value, null where it is the default again. Only of a changed field.
    Result<QVariant> change() const;
    void revert();
    void setText(const QString &text);         // as if it were typed
    void setError(const QString &text);        // what the engine said; goes with the next edit
    bool matches(const QString &search) const; // for the window's search

Q_SIGNALS:
    void edited();

private:
    QString text() const;
    void putText(const QString &text);
    void buildEditor();
    void updateLook();
    QString sourceText() const;

    SettingRow m_row;
    QLabel *m_name;
    QWidget *m_editor = nullptr; // one of the three
    QCheckBox *m_flag = nullptr;
    QComboBox *m_choice = nullptr;
    QLineEdit *m_line = nullptr;
    QLabel *m_unit;
    QToolButton *m_default;
    IconLabel *m_lock; // in its place, if the environment or the command line sets the value
    QLabel *m_info;
    QLabel *m_error;
};

// A value as a person writes it, in the form that settingFromText() reads.
QString settingText(const QVariant &value);

} // namespace modeldeck
