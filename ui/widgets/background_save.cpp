// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/background_save.h"

#include "engine/mailbox.h"

#include <QBuffer>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

namespace modeldeck {

namespace {

void saveLater(const QString &path, std::function<QByteArray()> content, QObject *context,
               std::function<void(const QString &)> failed)
{
    auto mailbox = Mailbox::create(); // of the caller's thread; the letter that arrives is the last to hold it
    auto tell = [context = QPointer<QObject>(context), failed = std::move(failed), mailbox](const QString &why) {
        if (context && !why.isEmpty())
            failed(why);
    };
    QThreadPool::globalInstance()->start([path, content = std::move(content), mailbox, tell = std::move(tell)] {
        QSaveFile file(path);
        const QByteArray bytes = content();
        const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
        mailbox->post([tell, why = written ? QString() : file.errorString()] { tell(why); });
    });
}

} // namespace

void saveInBackground(const QString &path, const QByteArray &bytes, QObject *context,
                      std::function<void(const QString &)> failed)
{
    saveLater(path, [bytes] { return bytes; }, context, std::move(failed));
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
