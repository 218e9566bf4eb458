// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/known_models.h"

#include <vector>

namespace modeldeck {

using namespace Qt::StringLiterals;

namespace {

constexpr int clipContext = 77;

// clang-format off
std::vector<KnownModel> makeTable()
{
    return {
        {u"ViT-L-14/openai"_s, {}, u"ViT-L/14"_s, 768, 224, clipContext, 427'616'513,
         {u"timm/vit_large_patch14_clip_224.openai"_s, u"openai/clip-vit-large-patch14"_s}},
        {u"ViT-B-32/openai"_s, {}, u"ViT-B/32"_s, 512, 224, clipContext, 151'277'313,
         {u"timm/vit_base_patch32_clip_224.openai"_s, u"openai/clip-vit-base-patch32"_s}},
        {u"ViT-H-14/laion2b_s32b_b79k"_s, {u"ViT-H-14/laion2b"_s}, u"ViT-H/14"_s, 1024, 224, clipContext, 986'109'441,
         {u"laion/CLIP-ViT-H-14-laion2B-s32B-b79K"_s}},
        {u"ViT-L-14/laion2b_s32b_b82k"_s, {}, u"ViT-L/14 (LAION-2B)"_s, 768, 224, clipContext, 427'616'513,
         {u"laion/CLIP-ViT-L-14-laion2B-s32B-b82K"_s}},
        {u"ViT-B-32/laion2b_s34b_b79k"_s, {}, u"ViT-B/32 (LAION-2B)"_s, 512, 224, clipContext, 151'277'313,
         {u"laion/CLIP-ViT-B-32-laion2B-s34B-b79K"_s}},
        {u"ViT-L-14-336/openai"_s, {u"ViT-L-14@336px/openai"_s}, u"ViT-L/14@336px"_s,
         768, 336, clipContext, 427'944'193,
         {u"timm/vit_large_patch14_clip_336.openai"_s, u"openai/clip-vit-large-patch14-336"_s}},
    };
}
// clang-format on

} // namespace

std::span<const KnownModel> knownModels()
{
    static const std::vector<KnownModel> table = makeTable();
    return table;
}

const KnownModel *findKnownModel(QStringView name)
{
    for (const KnownModel &model : knownModels()) {
        if (model.id == name || model.aliases.contains(name) || model.repositories.contains(name))
            return &model;
    }
    return nullptr;
}

} // namespace modeldeck
