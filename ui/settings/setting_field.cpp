// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/setting_field.h"

#include "ui/colors.h"
#include "ui/widgets/basics.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/switch_button.h"
#include "ui/wording.h"

#include <QComboBox>
#include <QGridLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QLocale>
#include <QStyle>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace modeldeck {

namespace {

struct Field
{
    Q_DECLARE_TR_FUNCTIONS(modeldeck::SettingField)
};

bool isFlag(const QVariant &value)
{
    return value.userType() == QMetaType::Bool;
}

// "s (30 min)": a number of seconds means little to a person.
QString unitText(const QString &unit, const QString &value)
{
    bool number = false;
    const qint64 seconds = value.toLongLong(&number);
    if (unit == u"s"_s) {
        return number && seconds >= 60 ? Field::tr("s (%1)", "seconds (the same in words)")
                                             .arg(wording::duration(std::chrono::seconds(seconds)))
                                       : Field::tr("s", "seconds");
    }
    if (unit == u"min"_s)
        return Field::tr("min", "minutes");
    if (unit == u"days"_s)
        return Field::tr("days");
    if (unit == u"bytes"_s)
        return Field::tr("bytes");
    if (unit == u"pixels"_s)
        return Field::tr("pixels");
    return unit;
}

QString shownValue(const QVariant &value)
{
    if (isFlag(value))
        return value.toBool() ? Field::tr("on") : Field::tr("off");
    const QString text = settingText(value);
    return text.isEmpty() || text == u"{}"_s ? Field::tr("empty") : text;
}

} // namespace

QString settingText(const QVariant &value)
{
    switch (value.userType()) {
    case QMetaType::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QMetaType::QStringList:
        return value.toStringList().join(u", "_s);
    case QMetaType::QVariantMap:
        return QString::fromUtf8(
            QJsonDocument(QJsonObject::fromVariantMap(value.toMap())).toJson(QJsonDocument::Compact));
    default:
        return value.toString();
    }
}

SettingField::SettingField(const SettingRow &row, QWidget *parent)
    : QWidget(parent), m_row(row), m_name(wrappedLabel(wording::translated(row.description))),
      m_unit(plainLabel()),
      m_default(iconButton(u"default"_s, tr("Back to the default: %1").arg(shownValue(row.defaultValue)),
                           tr("%1: back to the default").arg(wording::translated(row.description)))),
      m_lock(new IconLabel(style()->pixelMetric(QStyle::PM_SmallIconSize))), m_info(wrappedLabel()),
      m_error(wrappedLabel())
{
    setObjectName(row.name);
    buildEditor();
    m_name->setBuddy(m_editor);
    m_editor->setAccessibleName(m_name->text());
    m_editor->setObjectName(u"editor"_s);
    m_lock->setObjectName(u"lock"_s);
    m_lock->setIcon(u"lock"_s);
    m_info->setForegroundRole(QPalette::PlaceholderText);
    m_error->setObjectName(u"error"_s);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    const bool isLong = m_line && m_row.unit.isEmpty() && !m_row.minimum.isValid();
    grid->setColumnStretch(isLong ? 0 : 3, 1); // numbers take the room of a number
    if (m_line && !isLong)
        m_line->setFixedWidth(fontMetrics().averageCharWidth() * 20);
    grid->addWidget(m_name, 0, 0, 1, 4);
    grid->addWidget(m_editor, 1, 0);
    grid->addWidget(m_unit, 1, 1);
    grid->addWidget(m_default, 1, 2);
    grid->addWidget(m_lock, 1, 2);
    grid->addWidget(m_error, 2, 0, 1, 4);
    grid->addWidget(m_info, 3, 0, 1, 4);
    connect(m_default, &QToolButton::clicked, this, [this] { setText(settingText(m_row.defaultValue)); });
    putText(settingText(row.value));
    setError({});
    updateLook();
}

void SettingField::buildEditor()
{
    const auto changed = [this] {
        setError({});
        updateLook();
        Q_EMIT edited();
    };
    if (isFlag(m_row.defaultValue)) {
        m_editor = m_flag = new SwitchButton;
        connect(m_flag, &QCheckBox::toggled, this, changed);
    } else if (!m_row.choices.isEmpty()) {
        m_editor = m_choice = new QComboBox;
        m_choice->addItems(
            m_row.choices); // names that stand in files and on the command line: not translated
        connect(m_choice, &QComboBox::currentIndexChanged, this, changed);
    } else {
        m_editor = m_line = new QLineEdit;
        connect(m_line, &QLineEdit::textChanged, this, changed);
    }
}

QString SettingField::text() const
{
    if (m_flag)
        return m_flag->isChecked() ? u"true"_s : u"false"_s;
    return m_choice ? m_choice->currentText() : m_line->text();
}

void SettingField::putText(const QString &text)
{
    if (m_flag)
        m_flag->setChecked(text == u"true"_s);
    else if (m_choice)
        m_choice->setCurrentText(text);
    else
        m_line->setText(text);
}

void SettingField::setText(const QString &text)
{
    if (!m_row.locked)
        putText(text);
}

bool SettingField::isChanged() const
{
    return text() != settingText(m_row.value);
}

Result<QVariant> SettingField::change() const
{
    if (text() == settingText(m_row.defaultValue))
        return QVariant(); // leaves the file
    // An empty text is how a list or a path says "none"; the environment's reading of it is "not set".
    if (text().trimmed().isEmpty() && m_row.defaultValue.userType() == QMetaType::QStringList)
        return QVariant(QStringList());
    return settingFromText(m_row.name, text());
}

void SettingField::setRow(const SettingRow &row)
{
    // What was typed may say the same in another way: "/a:/b" for a list that is shown as "/a, /b".
    const auto typed = change();
    const bool applied = typed && (typed->isNull() ? row.value == row.defaultValue : *typed == row.value);
    const bool keep = isChanged() && !applied && !row.locked;
    m_row = row;
    if (!keep)
        putText(settingText(row.value));
    updateLook();
}

void SettingField::revert()
{
    putText(settingText(m_row.value));
}

bool SettingField::matches(const QString &search) const
{
    return m_row.name.contains(search, Qt::CaseInsensitive) ||
           m_name->text().contains(search, Qt::CaseInsensitive) ||
           m_row.environment.contains(search, Qt::CaseInsensitive);
}

QString SettingField::sourceText() const
{
    switch (m_row.source) {
    case SettingSource::Default:
        return tr("the default");
    case SettingSource::File:
        return tr("set in the settings file");
    case SettingSource::Environment:
        return tr("set by the environment variable %1").arg(m_row.environment);
    case SettingSource::CommandLine:
        return tr("set on the command line");
    }
    Q_UNREACHABLE();
}

void SettingField::setError(const QString &text)
{
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
    QPalette red = palette();
    red.setColor(QPalette::WindowText, colors::bad(palette()));
    m_error->setPalette(red);
}

void SettingField::updateLook()
{
    QStringList parts{m_row.name, sourceText()};
    if (m_row.source != SettingSource::Default)
        parts << tr("default: %1").arg(shownValue(m_row.defaultValue));
    if (m_row.needsRestart)
        parts << tr("applies after a restart");
    m_info->setText(parts.join(u" · "_s));
    m_unit->setText(unitText(m_row.unit, text()));
    m_unit->setVisible(!m_row.unit.isEmpty());
    m_editor->setEnabled(!m_row.locked);
    m_editor->setToolTip(m_row.locked ? sourceText() : QString());
    m_default->setVisible(!m_row.locked);
    m_lock->setVisible(m_row.locked);
    m_lock->setToolTip(m_editor->toolTip());
    m_default->setEnabled(!m_row.locked && text() != settingText(m_row.defaultValue));
    if (!isChanged())
        return;
    if (const auto checked = change(); !checked)
        setError(wording::translated(checked.error().message));
}

} // namespace modeldeck
