// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <span>

namespace modeldeck {

// A CLIP model that is known by name, whether installed or not.
struct KnownModel
{
    QString id; // "ViT-L-14/openai", as in OpenCLIP
    QStringList aliases;
    QString name; // "ViT-L/14"
    int dimension = 0;
    int imageSize = 0;     // pixels
    int contextLength = 0; // tokens
    qint64 parameters = 0;
    QStringList repositories; // on Hugging Face; each publishes the same weights
};

std::span<const KnownModel> knownModels();
// By id, alias or repository; null if unknown.
const KnownModel *findKnownModel(QStringView name);

} // namespace modeldeck
