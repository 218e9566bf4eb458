// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace modeldeck {

// What went wrong, what to do about it, and the button that tries again.
struct Notice
{
    QString key;                 // a later notice with the same key takes its place
    QString title;               // what happened
    QString hint;                // what to do; may be empty
    QString details;             // what "Copy details" copies
    std::function<void()> retry; // empty: no button
    struct Action
    {
        QString text;
        std::function<void()> run;
    };
    std::vector<Action> actions{}; // what else can be done
    bool isTrouble = true;         // else it only reminds
};

// Troubles as a strip above the pages, never as a dialog. The newest stands on top; at most
// `capacity` are shown.
class BannerStack : public QWidget
{
    Q_OBJECT
public:
    static constexpr int capacity = 3;

    explicit BannerStack(QWidget *parent = nullptr);
    void show(const Notice &notice);
    void clear(const QString &key);

private:
    QWidget *find(const QString &key) const;
    void remove(QWidget *banner);

    QVBoxLayout *m_layout;
};

} // namespace modeldeck
