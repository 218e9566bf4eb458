// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

// Runs the event loop until the condition holds, and fails the test after half a minute.
#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 30'000)
