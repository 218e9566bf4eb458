// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model_files/clip_files.h"

#include <QStringList>
#include <memory>
#include <span>
#include <vector>

// A CLIP model in memory (Radford et al. 2021; vision transformer: Dosovitskiy et al. 2020), computed with
// plain tensor operations on weights that are mapped from their file. No header of libtorch is needed to use
// it, and no exception of libtorch leaves it.
namespace modeldeck::inference {

enum class DeviceChoice { Auto, Cpu, Cuda }; // Auto: CUDA if this libtorch sees a device
enum class TypeChoice {
    Auto,
    Float32,
    BFloat16,
    Float16
}; // Auto: the fastest that loses nothing that matters

bool cudaAvailable();

// What products cost at this machine: "auto" becomes bfloat16 where the CPU multiplies it in hardware.
bool cpuMultipliesBFloat16();

struct LoadOptions
{
    QString modelDir;
    Layout layout = Layout::HuggingFace;
    DeviceChoice device = DeviceChoice::Auto;
    TypeChoice type = TypeChoice::Auto;
    int threads = 0; // 0: one a processor that we may run on
};

struct LoadFacts
{
    QString device; // "cpu", "cuda"
    QString dtype;  // "float32", "bfloat16", "float16"
    int threads = 0;
    qint64 parameters = 0;
    double mapSeconds = 0;     // opening, checking and mapping the files
    double convertSeconds = 0; // building the tensors; a copy only where the file's type is another
    QStringList weightFiles;
};

// Row-major [count, dimension].
using Vectors = std::vector<float>;

// Used by one thread at a time.
class ClipModel
{
public:
    // `files`: as they were read from the folder of the options.
    static Result<std::unique_ptr<ClipModel>> load(const LoadOptions &options, const ClipFiles &files);
    ~ClipModel();

    const ClipConfig &config() const;
    const LoadFacts &facts() const;

    // True if the weights that we have mapped are no longer those on disk.
    bool weightsChanged() const;

    // How many inputs of `tokens` tokens are computed fastest at a time, without needing much memory.
    static int batchSize(int tokens);

    // `pixels`: normalised, row-major [count, 3, imageSize, imageSize]. An infinite or undefined number in a
    // vector is an error that names the input.
    Result<Vectors> embedImages(std::span<const float> pixels, bool normalize);

    // `texts`: token ids, start and end included, at most contextLength each.
    Result<Vectors> embedTexts(std::span<const std::vector<qint64>> texts, bool normalize);

private:
    struct Parts;
    explicit ClipModel(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace modeldeck::inference
