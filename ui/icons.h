// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace modeldeck {

// Our own drawing resources/icons/<name>.svg, painted in the palette's text colour of the moment: it follows
// a change between light and dark by itself.
QIcon icon(const QString &name);

} // namespace modeldeck
