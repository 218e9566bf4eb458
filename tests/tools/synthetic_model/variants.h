// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>
#include <optional>
#include <vector>

namespace modeldeck::synthetic {

// One transformer: pre-norm blocks whose MLP is four times as wide.
struct Tower
{
    qint64 width = 0;
    qint64 layers = 0;
    qint64 heads = 0;
    qint64 headWidth() const { return width / heads; }
};

// The architecture of one published CLIP model.
struct Variant
{
    QString id; // "ViT-B-32/openai"
    qint64 embedding = 0;
    qint64 imageSize = 0;
    qint64 patch = 0;
    bool quickGelu = false; // what OpenAI's weights were trained with; LAION's have the exact GELU
    Tower vision;
    Tower text;
    qint64 contextLength = 77;
    qint64 vocabulary = 49408;

    qint64 patches() const { return (imageSize / patch) * (imageSize / patch); }
};

const std::vector<Variant> &knownVariants();
std::optional<Variant> findVariant(const QString &id);

// The same dimension, image size, patch, activation and width of a head in two narrow layers.
// `vocabulary` is the number of tokens that the tokenizer has.
Variant tiny(Variant variant, qint64 vocabulary);
// The least that is a model: a few kilobytes.
Variant smallest(Variant variant, qint64 vocabulary);

} // namespace modeldeck::synthetic
