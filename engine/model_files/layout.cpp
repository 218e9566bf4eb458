// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_files/layout.h"

namespace modeldeck {

using namespace Qt::StringLiterals;

const LayoutFiles &filesOf(Layout layout)
{
    static const LayoutFiles huggingFace{u"hf"_s,
                                         u"config.json"_s,
                                         {u"preprocessor_config.json"_s, u"processor_config.json"_s},
                                         u"model.safetensors"_s,
                                         {u"pytorch_model.bin"_s, u"pytorch_model.bin.index.json"_s}};
    static const LayoutFiles openClip{
        u"open_clip"_s,
        u"open_clip_config.json"_s,
        {u"open_clip_config.json"_s},
        u"open_clip_model.safetensors"_s,
        {u"open_clip_pytorch_model.bin"_s, u"open_clip_pytorch_model.bin.index.json"_s}};
    return layout == Layout::OpenClip ? openClip : huggingFace;
}

} // namespace modeldeck
