// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/token.h"

#include <QFile>
#include <QRandomGenerator>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

QByteArray randomToken()
{
    std::array<quint32, 8> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof words);
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace

std::optional<QString> makeToken(const QString &path)
{
    const auto failed = [&path](int error) {
        return u"%1 can't be made: %2"_s.arg(path, qt_error_string(error));
    };
    const QByteArray name = QFile::encodeName(path);
    // Made with its permissions, so that there is no moment in which others could open it; never another's.
    const int file = ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return failed(errno);
    const QByteArray line = randomToken() + '\n';
    const bool written =
        ::write(file, line.constData(), std::size_t(line.size())) == line.size() && ::fsync(file) == 0;
    const int error = errno;
    ::close(file);
    if (written)
        return {};
    ::unlink(name.constData());
    return failed(error);
}

} // namespace modeldeck
