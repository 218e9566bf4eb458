// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <vector>

// Tiny models with seeded weights, and what other libraries compute with them.
namespace modeldeck::fixture {

// Writes the model into `directory` and gives its folder; empty if that failed. layout: "hf", "open_clip".
QString writeTinyModel(const QString &directory, const QString &variant, const QString &layout,
                       const QString &dtype = QStringLiteral("f32"));

QJsonObject golden();                    // tests/data/golden/golden.json
QString goldenFile(const QString &name); // the path of a file beside it
std::vector<float> floats(const QJsonValue &base64);

double maxDifference(const std::vector<float> &a,
                     const std::vector<float> &b); // infinite if the sizes differ
double cosine(const std::vector<float> &a, const std::vector<float> &b);

// Vector `index` of several in a row.
std::vector<float> row(const std::vector<float> &vectors, int dimension, int index);

} // namespace modeldeck::fixture
