// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/clip_model.h"
#include "engine/inference/image_limits.h"
#include "engine/runner/protocol.h"

#include <chrono>
#include <variant>

// What the engine asks for, checked: every field is there, of its type and within its bounds.
namespace modeldeck::inference {

struct LoadRequest
{
    LoadOptions options;
    qint64 maxImagePixels = 0;
    std::chrono::milliseconds imageDecodeTime =
        defaultDecodeTime; // of the processor, besides what the image's size gives it
};

struct EmbedImagesRequest
{
    std::vector<QByteArray> files;
    bool normalize = true;
};

struct EmbedTextsRequest
{
    std::vector<QByteArray> texts; // UTF-8
    bool normalize = true;
    bool truncate = false;
};

struct StatsRequest
{
};

using Request = std::variant<LoadRequest, EmbedImagesRequest, EmbedTextsRequest, StatsRequest>;

// What can be answered at all. The error says why a frame belongs to no conversation of ours.
struct Envelope
{
    QString type;
    qint64 id = 0; // 0 for "shutdown", which has no answer
};
tl::expected<Envelope, QString> readEnvelope(const protocol::Frame &frame);

// Of any type but "cancel" and "shutdown". An error here is one of the request alone.
Result<Request> readRequest(const Envelope &envelope, const protocol::Frame &frame);

} // namespace modeldeck::inference
