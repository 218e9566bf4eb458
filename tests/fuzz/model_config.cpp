// SPDX-License-Identifier: GPL-3.0-or-later
// A model folder's configuration and preprocessing, in both layouts: read by the runner and by the catalogue,
// which must not describe another model.
#include "engine/catalog/model_folder.h"
#include "engine/inference/image_preprocess.h"
#include "tests/fuzz/fuzz.h"

using namespace modeldeck;
using namespace modeldeck::inference;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::Folder huggingFace, openClip;
    const auto files = fuzz::parts(fuzz::bytesOf(data, size), 2);
    huggingFace.write("config.json", files[0]);
    huggingFace.write("preprocessor_config.json", files[1]);
    openClip.write("open_clip_config.json", files[0]);

    for (const auto &[folder, layout] : {std::pair(&huggingFace, inference::Layout::HuggingFace),
                                         std::pair(&openClip, inference::Layout::OpenClip)}) {
        const auto config = ClipConfig::load(folder->path(), layout);
        const ModelFolder seen = inspectModelFolder(folder->path());
        if (config) {
            require(config->dimension > 0 && config->imageTokens() > 1 && config->contextLength >= 2,
                    "a configuration is one of a model");
            require(config->vision.width % config->vision.heads == 0 &&
                        config->text.width % config->text.heads == 0,
                    "heads divide a width");
        }
        if (config && seen.isClip) {
            require(seen.shape.dimension == config->dimension, "catalogue and runner agree on the dimension");
            require(seen.shape.imageSize == config->imageSize, "catalogue and runner agree on the image");
            require(seen.shape.contextLength == config->contextLength,
                    "catalogue and runner agree on the context");
            require(seen.shape.parameters > 0, "a model has parameters");
        }
        const int imageSize = config ? config->imageSize : 224;
        const auto preprocess = PreprocessConfig::load(folder->path(), layout, imageSize);
        require(!preprocess || preprocess->outputSize == imageSize, "the image is what the model takes");
    }
    return 0;
}
