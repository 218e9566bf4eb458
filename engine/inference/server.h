// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inference/embedder.h"
#include "engine/inference/request.h"
#include "engine/runner/protocol.h"

#include <deque>
#include <functional>
#include <set>
#include <vector>

namespace modeldeck::inference {

// The runner's side of engine/runner/protocol.h: one request after another, in the calling thread. A runner
// serves one model: a second load is refused.
class Server
{
public:
    // `beforeLoad` runs before the first byte of a model folder is read: there the sandbox closes.
    Server(int socket, Nursery &nursery, std::function<void(const LoadOptions &)> beforeLoad);

    // Says hello and serves until the other side hangs up or says shutdown. The error is a violation of the
    // protocol or of the connection, for stderr.
    tl::expected<void, QString> run();

private:
    tl::expected<bool, QString> waitForSome(); // false: end of file
    tl::expected<bool, QString> receive();     // without waiting; false: end of file
    void sortFrames();
    bool isNoLongerWanted();
    tl::expected<bool, QString> serve(const protocol::Frame &frame); // false: shutdown
    tl::expected<void, QString> send(const protocol::Frame &frame) const;

    Result<protocol::Frame> answerTo(const Envelope &envelope, const protocol::Frame &frame);
    Result<protocol::Frame> answer(const LoadRequest &request);
    Result<protocol::Frame> answer(const EmbedImagesRequest &request);
    Result<protocol::Frame> answer(const EmbedTextsRequest &request);
    Result<protocol::Frame> answer(const StatsRequest &);

    int m_socket;
    Nursery &m_nursery;
    std::function<void(const LoadOptions &)> m_beforeLoad;
    std::vector<char> m_incoming; // there before hello: a request can be read without memory for it
    protocol::FrameReader m_reader;
    std::deque<protocol::Frame> m_waiting; // to be served
    std::set<qint64> m_cancelled;          // of those, and of the one that is being served
    qint64 m_current = 0;                  // that one
    std::unique_ptr<Embedder> m_embedder;
    bool m_loadSeen = false;
    bool m_trimmed = true;

    qint64 m_requests = 0;
    qint64 m_images = 0;
    qint64 m_texts = 0;
    double m_seconds = 0; // spent embedding
};

} // namespace modeldeck::inference
