// SPDX-License-Identifier: GPL-3.0-or-later
// A model folder's configuration and preprocessing, in both layouts: as the runner and the catalogue
// read them.
#include "engine/model_files/model_folder.h"
#include "engine/model_files/preprocess_config.h"
#include "tests/fuzz/fuzz.h"

using namespace modeldeck;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::Folder huggingFace, openClip;
    const auto files = fuzz::parts(fuzz::bytesOf(data, size), 2);
    huggingFace.write("config.json", files[0]);
    huggingFace.write("preprocessor_config.json", files[1]);
    openClip.write("open_clip_config.json", files[0]);

    for (const auto &[folder, layout] :
         {std::pair(&huggingFace, Layout::HuggingFace), std::pair(&openClip, Layout::OpenClip)}) {
        const auto config = ClipConfig::load(folder->path(), layout);
        const ModelFolder seen = inspectModelFolder(folder->path());
        if (config) {
            require(config->dimension > 0 && config->imageTokens() > 1 && config->contextLength >= 2,
                    "a configuration is one of a model");
            require(config->vision.width % config->vision.heads == 0 &&
                        config->text.width % config->text.heads == 0,
                    "heads divide a width");
        }
        require(!seen.usable, "a folder without weights is not usable");
        require(!seen.isModel || !seen.reason.isEmpty(), "what is not usable has a reason");
        require(!config || (seen.config && seen.isClip), "a configuration that can be read is the folder's");
        require(!config || seen.parameters > 0, "a model has parameters");
        const int imageSize = config ? config->imageSize : 224;
        const auto preprocess = PreprocessConfig::load(folder->path(), layout, imageSize);
        require(!preprocess || preprocess->outputSize == imageSize, "the image is what the model takes");
    }
    return 0;
}
