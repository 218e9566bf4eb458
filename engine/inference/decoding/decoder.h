// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/error.h"
#include "engine/inference/image_limits.h"
#include "engine/model_files/preprocess_config.h"

#include <QByteArray>
#include <functional>
#include <vector>

namespace modeldeck::inference {

// What turns a file into scaled pixels: scaleImage(), or what a test puts in its place.
using Decode =
    std::function<Result<std::vector<quint8>>(const QByteArray &file, const PreprocessConfig &config,
                                              qint64 maxPixels, const PixelsAnnounced &announced)>;

// The life of a decoder, in a process of its own: it closes its sandbox (no file, no socket), and fulfils the
// orders that come from `socket` until the other side hangs up. A picture gets memory and processor time
// by the size that it announces; what it takes beyond ends the work.
[[noreturn]] void runDecoder(int socket, int memory, const Decode &decode);

} // namespace modeldeck::inference
