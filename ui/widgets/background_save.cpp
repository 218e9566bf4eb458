// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/background_save.h"

#include "ui/background.h"

#include <QBuffer>
#include <QSaveFile>

namespace modeldeck {

namespace {

void saveLater(const QString &path, std::function<QByteArray()> content, QObject *context,
               std::function<void(const QString &)> failed)
{
    const auto write = [path, content = std::move(content)] {
        QSaveFile file(path);
        const QByteArray bytes = content();
        const bool written =
            file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
        return written ? QString() : file.errorString();
    };
    inBackground<QString>(context, write, [failed = std::move(failed)](const QString &why) {
        if (!why.isEmpty())
            failed(why);
    });
}

} // namespace

void saveInBackground(const QString &path, const QByteArray &bytes, QObject *context,
                      std::function<void(const QString &)> failed)
{
    saveLater(
        path, [bytes] { return bytes; }, context, std::move(failed));
}

void saveInBackground(const QString &path, const QImage &png, QObject *context,
                      std::function<void(const QString &)> failed)
{
    const auto encode = [png] {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        png.save(&buffer, "PNG");
        return buffer.data();
    };
    saveLater(path, encode, context, std::move(failed));
}

} // namespace modeldeck
