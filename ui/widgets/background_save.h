// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <functional>

class QObject;

namespace modeldeck {

// Writes a file whole or not at all, in a thread of the pool. On an error `failed` gets the reason, in the
// thread of `context` and only while that lives.
void saveInBackground(const QString &path, const QByteArray &bytes, QObject *context,
                      std::function<void(const QString &)> failed);
void saveInBackground(const QString &path, const QImage &png, QObject *context,
                      std::function<void(const QString &)> failed);

} // namespace modeldeck
