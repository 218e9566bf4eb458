// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/background.h"

#include <QSaveFile>

namespace modeldeck {

QString writeWholeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
    return written ? QString() : file.errorString();
}

} // namespace modeldeck
