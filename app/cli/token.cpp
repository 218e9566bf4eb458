// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/token.h"

#include <QFile>
#include <QRandomGenerator>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck {

namespace {

QByteArray randomToken()
{
    std::array<quint32, 8> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof words);
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace

Result<QString> makeToken(const QString &path, ExistingToken existing)
{
    const auto failed = [&path](int error) {
        return failure(ErrorCode::Internal, MD_TEXT("%1 can't be created: %2"), path, qt_error_string(error));
    };
    const QByteArray name = QFile::encodeName(path);
    const QByteArray made = existing == ExistingToken::Replace ? name + ".new" : name;
    if (made != name)
        ::unlink(made.constData()); // left over from an interrupted attempt
    // Created with its final permissions, so that others can never open it, and never over an existing file.
    const int file = ::open(made.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return failed(errno);
    const QByteArray token = randomToken();
    const QByteArray line = token + '\n';
    const bool written =
        ::write(file, line.constData(), std::size_t(line.size())) == line.size() && ::fsync(file) == 0;
    int error = errno;
    ::close(file);
    if (written && (made == name || ::rename(made.constData(), name.constData()) == 0))
        return QString::fromLatin1(token);
    if (written)
        error = errno;
    ::unlink(made.constData());
    return failed(error);
}

} // namespace modeldeck
