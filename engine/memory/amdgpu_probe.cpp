// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/memory/amdgpu_probe.h"

#include <QDir>
#include <QRegularExpression>
#include <algorithm>
#include <set>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostBytes = qint64(1) << 60;

// "12 KiB", "3 MiB", "0"
std::optional<Bytes> parseSize(const QByteArray &text)
{
    const QList<QByteArray> parts = text.simplified().split(' ');
    const auto count = parseCount(parts[0]);
    const QByteArray unit = parts.value(1);
    const qint64 factor = unit == "KiB" ? 1024 : unit == "MiB" ? 1024 * 1024 : unit.isEmpty() ? 1 : 0;
    if (!count || factor == 0 || *count >= mostBytes / factor)
        return std::nullopt;
    return Bytes{*count * factor};
}

// The value of "NAME<separator>value" on a line of its own; empty without one.
QByteArray field(const QByteArray &text, const QByteArray &name, char separator)
{
    for (const QByteArray &line : text.split('\n')) {
        if (line.size() > name.size() && line.startsWith(name) && line[name.size()] == separator)
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

} // namespace

std::optional<DrmClient> parseAmdgpuClient(const QByteArray &text)
{
    const auto id = parseCount(field(text, "drm-client-id", ':'));
    const auto vram = parseSize(field(text, "drm-memory-vram", ':'));
    const QByteArray gpu = field(text, "drm-pdev", ':');
    if (field(text, "drm-driver", ':') != "amdgpu" || !id || !vram || gpu.isEmpty())
        return std::nullopt;
    return DrmClient{QString::fromLatin1(gpu), *id, *vram};
}

AmdgpuProbe::AmdgpuProbe(QString root) : m_root(std::move(root))
{
    static const QRegularExpression card(u"^card[0-9]+$"_s);
    const QDir folder(m_root + u"/sys/class/drm"_s);
    const QStringList names = folder.entryList({u"card*"_s}, QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names.filter(card)) {
        const QString device = folder.filePath(name) + u"/device/"_s;
        if (!QFile::exists(device + u"mem_info_vram_total"_s))
            continue; // another vendor's
        const QByteArray place = field(readKernelFile(device + u"uevent"_s), "PCI_SLOT_NAME", '=');
        const QByteArray product =
            readKernelFile(device + u"product_name"_s).trimmed(); // empty for many cards
        const QString id = place.isEmpty() ? name : QString::fromLatin1(place);
        m_cards.push_back({id, product.isEmpty() ? u"AMD GPU %1"_s.arg(id) : QString::fromUtf8(product),
                           KernelFile(device + u"mem_info_vram_total"_s),
                           KernelFile(device + u"mem_info_vram_used"_s)});
    }
}

std::vector<GpuReading> AmdgpuProbe::read()
{
    std::vector<GpuReading> readings;
    for (Card &card : m_cards) {
        const auto total = parseCount(card.total.read()), used = parseCount(card.used.read());
        if (total && used && *total > 0 && *total < mostBytes)
            readings.push_back({card.id, card.name, {*total}, {std::min(*used, *total)}});
    }
    return readings;
}

std::map<QString, Bytes> AmdgpuProbe::memoryOf(qint64 process)
{
    std::map<QString, Bytes> seen;
    if (m_cards.empty())
        return seen;
    std::set<std::pair<QString, qint64>> counted;
    const QDir folder(m_root + u"/proc/%1/fdinfo"_s.arg(process));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const auto client = parseAmdgpuClient(readKernelFile(folder.filePath(name)));
        if (client && counted.emplace(client->gpu, client->id).second)
            seen[client->gpu] += client->vram;
    }
    return seen;
}

} // namespace modeldeck
