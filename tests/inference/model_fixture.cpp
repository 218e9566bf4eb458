// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inference/model_fixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QtEndian>
#include <cmath>
#include <limits>

namespace modeldeck::fixture {

using namespace Qt::StringLiterals;

QString writeTinyModel(const QString &directory, const QString &variant, const QString &layout,
                       const QString &dtype)
{
    QProcess tool;
    tool.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    tool.start(QStringLiteral(SYNTHETIC_MODEL_TOOL),
               {u"--tiny"_s, u"--seed"_s, u"1"_s, u"--variant"_s, variant, u"--layout"_s, layout,
                u"--dtype"_s, dtype, directory});
    if (!tool.waitForFinished(60'000) || tool.exitStatus() != QProcess::NormalExit || tool.exitCode() != 0)
        return {};
    return directory + u'/' + variant;
}

QJsonObject golden()
{
    QFile file(goldenFile(u"golden.json"_s));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QString goldenFile(const QString &name)
{
    return QStringLiteral(GOLDEN_DIRECTORY "/") + name;
}

std::vector<float> floats(const QJsonValue &base64)
{
    const QByteArray bytes = QByteArray::fromBase64(base64.toString().toLatin1());
    std::vector<float> values(std::size_t(bytes.size()) / sizeof(float));
    qFromLittleEndian<float>(bytes.constData(), qsizetype(values.size()), values.data());
    return values;
}

double maxDifference(const std::vector<float> &a, const std::vector<float> &b)
{
    double largest = a.size() == b.size() && !a.empty() ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(double(a[i]) - double(b[i])));
    return largest;
}

double cosine(const std::vector<float> &a, const std::vector<float> &b)
{
    double dot = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        dot += double(a[i]) * b[i];
        aa += double(a[i]) * a[i];
        bb += double(b[i]) * b[i];
    }
    return a.size() == b.size() ? dot / std::sqrt(aa * bb) : 0;
}

std::vector<float> row(const std::vector<float> &vectors, int dimension, int index)
{
    return {vectors.begin() + std::ptrdiff_t(dimension) * index,
            vectors.begin() + std::ptrdiff_t(dimension) * (index + 1)};
}

} // namespace modeldeck::fixture
