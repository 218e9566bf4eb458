// SPDX-License-Identifier: GPL-3.0-or-later
#include "variants.h"

#include <algorithm>

namespace modeldeck::synthetic {

using namespace Qt::StringLiterals;

const std::vector<Variant> &knownVariants()
{
    const Tower visionB{768, 12, 12};
    const Tower visionL{1024, 24, 16};
    const Tower visionH{1280, 32, 16};
    const Tower textB{512, 12, 8};
    const Tower textL{768, 12, 12};
    const Tower textH{1024, 24, 16};
    static const std::vector<Variant> variants{
        {u"ViT-L-14/openai"_s, 768, 224, 14, true, visionL, textL},
        {u"ViT-B-32/openai"_s, 512, 224, 32, true, visionB, textB},
        {u"ViT-H-14/laion2b_s32b_b79k"_s, 1024, 224, 14, false, visionH, textH},
        {u"ViT-L-14/laion2b_s32b_b82k"_s, 768, 224, 14, false, visionL, textL},
        {u"ViT-B-32/laion2b_s34b_b79k"_s, 512, 224, 32, false, visionB, textB},
        {u"ViT-L-14-336/openai"_s, 768, 336, 14, true, visionL, textL},
    };
    return variants;
}

std::optional<Variant> findVariant(const QString &id)
{
    const auto &all = knownVariants();
    const auto it = std::find_if(all.begin(), all.end(), [&](const Variant &v) { return v.id == id; });
    return it == all.end() ? std::nullopt : std::optional(*it);
}

Variant tiny(Variant variant, qint64 vocabulary)
{
    const auto shrink = [](Tower tower) { return Tower{2 * tower.headWidth(), 2, 2}; };
    variant.vision = shrink(variant.vision);
    variant.text = shrink(variant.text);
    variant.vocabulary = vocabulary;
    return variant;
}

Variant smallest(Variant variant, qint64 vocabulary)
{
    variant.vision = variant.text = Tower{1, 1, 1};
    variant.vocabulary = vocabulary;
    return variant;
}

} // namespace modeldeck::synthetic
