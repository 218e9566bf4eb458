// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace modeldeck {

// Installs the words of the person's language, where there are any, on top of English, whose plural forms are a
// translation too ("1 request", "2 requests"). Once, before the first window.
void installTranslations(QCoreApplication &app);

} // namespace modeldeck
