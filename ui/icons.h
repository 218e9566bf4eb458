// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace modeldeck {

// Our own drawing resources/icons/<name>.svg, painted in the palette's text colour of the moment: it follows
// a change between light and dark by itself.
QIcon icon(const QString &name);

// The drawings, translations and files that are compiled into this library, which is linked statically: its
// resources do not initialise themselves. May be called again.
void initialiseResources();

} // namespace modeldeck
