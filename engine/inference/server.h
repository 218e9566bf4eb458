// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/embedder.h"
#include "engine/inference/request.h"
#include "engine/runner/protocol.h"

#include <functional>
#include <vector>

namespace modeldeck::inference {

// The runner's side of engine/runner/protocol.h: one request after another, in the calling thread. A runner
// serves one model: a second load is refused.
class Server
{
public:
    // `beforeLoad` runs before the first byte of a model folder is read: there the sandbox closes.
    Server(int socket, std::function<void(const LoadOptions &)> beforeLoad);

    // Says hello and serves until the other side hangs up or says shutdown. The error is a violation of the
    // protocol or of the connection, for stderr.
    tl::expected<void, QString> run();

private:
    tl::expected<bool, QString> readSome();                          // false: end of file
    tl::expected<bool, QString> serve(const protocol::Frame &frame); // false: shutdown
    tl::expected<void, QString> send(const protocol::Frame &frame) const;

    Result<protocol::Frame> answerTo(const Envelope &envelope, const protocol::Frame &frame);
    Result<protocol::Frame> answer(const LoadRequest &request);
    Result<protocol::Frame> answer(const EmbedImagesRequest &request);
    Result<protocol::Frame> answer(const EmbedTextsRequest &request);
    Result<protocol::Frame> answer(const StatsRequest &);

    int m_socket;
    std::function<void(const LoadOptions &)> m_beforeLoad;
    std::vector<char> m_incoming; // there before hello: a request can be read without memory for it
    protocol::FrameReader m_reader;
    std::unique_ptr<Embedder> m_embedder;
    bool m_loadSeen = false;
    bool m_trimmed = true;

    qint64 m_requests = 0;
    qint64 m_images = 0;
    qint64 m_texts = 0;
    double m_seconds = 0; // spent embedding
};

} // namespace modeldeck::inference
