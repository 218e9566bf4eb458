// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace modeldeck {

// Fires when tasks begin to wait for memory, at most once in two seconds, so that memory is read before the
// next reading is due. Without CAP_SYS_RESOURCE, this needs kernel 6.5 or later.
class StallTrigger : public QObject
{
    Q_OBJECT
public:
    explicit StallTrigger(const QString &path, QObject *parent = nullptr);
    ~StallTrigger() override;

    bool isArmed() const { return m_descriptor >= 0; }

Q_SIGNALS:
    void fired();

private:
    void activated(QSocketNotifier *notifier);

    int m_descriptor = -1;
};

} // namespace modeldeck
