// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QTemporaryDir>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

// What the fuzz targets share. Each is one function, from any bytes to no crash: libFuzzer drives it, or
// replay.cpp with the corpus where there is no clang.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace modeldeck::fuzz {

// Aborts, which is what a fuzzer looks for.
inline void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

inline QByteArray bytesOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), qsizetype(size)};
}

// The files of an input that stands for several, separated by the character 0x1e. Always `count`, some empty.
inline QList<QByteArray> parts(const QByteArray &input, int count)
{
    QList<QByteArray> out;
    qsizetype at = 0;
    while (out.size() + 1 < count && at <= input.size()) {
        const qsizetype end = input.indexOf('\x1e', at);
        out.append(input.mid(at, end < 0 ? -1 : end - at));
        at = end < 0 ? input.size() + 1 : end + 1;
    }
    if (at <= input.size())
        out.append(input.mid(at));
    out.resize(count);
    return out;
}

// A folder for readers that take a path. The files of the last input are overwritten.
class Folder
{
public:
    QString path() const { return m_folder.path(); }
    QString filePath(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(filePath(name));
        require(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(),
                "the temporary folder can be written");
    }
    void remove(const char *name) const { QFile::remove(filePath(name)); }

private:
    QTemporaryDir m_folder;
};

} // namespace modeldeck::fuzz
