// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace modeldeck {

class Autostart;
class Preferences;

// What a person chooses about the window itself; each choice applies at once.
class WindowPanel : public QWidget
{
    Q_OBJECT
public:
    WindowPanel(Preferences &preferences, Autostart &autostart, QWidget *parent = nullptr);

private:
    void showEvent(QShowEvent *event) override;
    QCheckBox *addSwitch(const QString &text, const QString &name, bool on);

    QVBoxLayout *m_column;
    QLabel *m_noTray;
};

} // namespace modeldeck
