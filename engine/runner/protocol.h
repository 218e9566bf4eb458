// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCborMap>
#include <QString>
#include <deque>
#include <optional>

// What the engine and modeldeck-runner say to each other over a socket pair. The runner is a program of its
// own, so that another one (built against a CUDA libtorch) can take its place: everything that both sides
// must agree on is in this file.
//
// A frame is: uint32 little-endian N | N bytes, of which the first are one CBOR map and the rest is payload.
//
//   engine → runner                                            runner → engine
//   {type: "load", id, model_dir, layout, device, dtype,       {type: "loaded", id, dimension,
//   context_length,
//    threads, max_image_pixels, image_decode_seconds}           image_size, device, dtype, parameters,
//                                                               map_seconds, convert_seconds, weight_files:
//                                                               [...]}
//   {type: "embed_images", id, sizes: [...], normalize}        {type: "embeddings", id, dimension, count,
//     payload: the encoded files, one after another             tokens: [...], seconds}
//                                                                payload: float32 little-endian, row-major
//   {type: "embed_texts", id, texts: [...], normalize,         {type: "error", id, code, message, index,
//    truncate}                                                   source, arguments: [...]}
//   {type: "stats", id}                                        {type: "stats", id, requests, images, texts,
//                                                               seconds}
//   {type: "cancel", id}
//   {type: "shutdown"}                                         (end of file)
//
// Before any request the runner says {type: "hello", version: 2, cuda: bool}. A cancelled request, whose id
// it is, is still answered: with an error "cancelled", unless it was done before. layout is "hf" or
// "open_clip". Answers carry the request's id; requests are answered in order. End of file ends the runner.
namespace modeldeck::protocol {

constexpr int version = 2;
constexpr char blasThreads[] =
    "OPENBLAS_NUM_THREADS";     // which the engine sets to 1 in the runner's environment
constexpr int runnerSocket = 3; // the descriptor that the runner inherits, where --socket names no other
constexpr qsizetype maxFrameBytes = 256 * 1024 * 1024;

namespace error_code {
constexpr char invalidRequest[] = "invalid_request";
constexpr char invalidImage[] = "invalid_image";
constexpr char imageTooLarge[] = "payload_too_large";
constexpr char loadFailed[] = "model_load_failed";
constexpr char modelChanged[] = "model_changed";             // the weights file changed under us: load again
constexpr char insufficientMemory[] = "insufficient_memory"; // of the system or the device
constexpr char cancelled[] = "cancelled";
constexpr char internal[] = "internal";
} // namespace error_code

// What a runner most often has to say to a person, with places for the arguments. An "error" frame that says
// one of them has it as its source, and the window translates it; the message is the English sentence
// in any case.
namespace words {
constexpr char noImage[] = QT_TRANSLATE_NOOP("modeldeck", "The file is not an image that can be read (%1).");
constexpr char longSide[] =
    QT_TRANSLATE_NOOP("modeldeck", "The image has a side of more than %1 pixels, which is the limit.");
constexpr char noHeader[] =
    QT_TRANSLATE_NOOP("modeldeck", "The %1 image has no readable header (can be read: %2).");
constexpr char manyPixels[] =
    QT_TRANSLATE_NOOP("modeldeck", "The image has %1 × %2 pixels; at most %3 million are accepted.");
constexpr char truncated[] = QT_TRANSLATE_NOOP("modeldeck", "The %1 image is truncated.");
constexpr char notDecoded[] = QT_TRANSLATE_NOOP("modeldeck", "The %1 image cannot be decoded: %2.");
constexpr char slowImage[] = QT_TRANSLATE_NOOP(
    "modeldeck", "The image takes more processor time to decode than an image of its size may.");
constexpr char swollenImage[] =
    QT_TRANSLATE_NOOP("modeldeck", "The image takes more memory to decode than an image of its size may.");
constexpr char crashingImage[] = QT_TRANSLATE_NOOP("modeldeck", "The image makes its decoder fail.");
constexpr char noUtf8[] = QT_TRANSLATE_NOOP("modeldeck", "The text is not valid UTF-8.");
constexpr char manyTokens[] =
    QT_TRANSLATE_NOOP("modeldeck", "The text has %1 tokens, more than the model's context of %2.");
constexpr char noMemory[] = QT_TRANSLATE_NOOP("modeldeck", "the system has no more memory");
constexpr char changedWeights[] =
    QT_TRANSLATE_NOOP("modeldeck", "the weights on disk have changed since they were loaded (%1)");
constexpr const char *all[] = {noImage,    longSide,  noHeader,      manyPixels,    truncated,
                               notDecoded, slowImage, swollenImage,  crashingImage, noUtf8,
                               manyTokens, noMemory,  changedWeights};
} // namespace words

// The one of words::all that `source` is, or null.
const char *knownWords(const QString &source);

struct Frame
{
    QCborMap header;
    QByteArray payload;
};

QByteArray encode(const Frame &frame);

// Takes bytes as they come and gives whole frames. Once failed() it stays failed: the connection is lost.
class FrameReader
{
public:
    explicit FrameReader(qsizetype maxFrame = maxFrameBytes) : m_maxFrame(maxFrame) {}
    void feed(QByteArrayView bytes);
    std::optional<Frame> next();
    bool failed() const { return !m_error.isEmpty(); }
    QString error() const { return m_error; }

private:
    void parse();

    qsizetype m_maxFrame;
    QByteArray m_buffer;
    std::deque<Frame> m_frames;
    QString m_error;
};

} // namespace modeldeck::protocol
