// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/journal/activity_log.h"
#include "tests/support/test_program.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace modeldeck;

// What the log of model_usage_tracker says of a receipt.
class ActivityLogTest : public QObject
{
    Q_OBJECT

    static Event withReceipt(bool movedToRam)
    {
        Receipt receipt;
        receipt.modelId = u"demo/a"_s;
        receipt.reason = UnloadReason::IdleTimeout;
        receipt.rule = {"VRAM timeout", {}};
        receipt.movedToRam = movedToRam;
        Event event;
        event.kind = EventKind::Receipt;
        event.modelId = receipt.modelId;
        event.receipt = receipt;
        return event;
    }

    static void expect(const QString &line) { QTest::ignoreMessage(QtInfoMsg, QRegularExpression(line)); }

private Q_SLOTS:
    void anUnloadIsCalledSo()
    {
        expect(u"^demo/a unloaded, reason idle_timeout by the rule \"VRAM timeout\": held "_s);
        activity_log::happened(withReceipt(false));
    }

    void aMoveToRamIsNotCalledAnUnload()
    {
        expect(u"^demo/a moved from VRAM to RAM, reason idle_timeout by the rule \"VRAM timeout\": held "_s);
        activity_log::happened(withReceipt(true));
    }
};

MODELDECK_TEST(ActivityLogTest)
#include "activity_log_test.moc"
