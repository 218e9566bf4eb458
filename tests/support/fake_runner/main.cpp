// SPDX-License-Identifier: GPL-3.0-or-later
// modeldeck-fake-runner: speaks the runner's protocol without a model, and misbehaves as the file "behaviour"
// in the model's folder says. In that folder it leaves its process id ("pid") and a line for each load
// ("loads") and embed
// ("parts": the number of inputs) and cancel ("cancels": the message). A text that is a number stands in its
// vector; the text "bad" is an error.
#include "engine/runner/protocol.h"

#include <QCborArray>
#include <QFile>
#include <cmath>
#include <unistd.h>

using namespace modeldeck;
using namespace Qt::StringLiterals;

namespace {

class FakeRunner
{
public:
    explicit FakeRunner(int socket) : m_socket(socket) {}
    int run();

private:
    void answer(const protocol::Frame &request);
    void load(qint64 id);
    void embed(qint64 id, const QCborArray &inputs, bool texts);
    void misbehave();
    void sendError(qint64 id, const char *code, const QString &message, qsizetype index = -1);
    void send(const QCborMap &header, const QByteArray &payload = {});
    void sendBytes(const QByteArray &bytes);
    void note(const QString &name, const QByteArray &line, QIODevice::OpenMode mode) const;
    bool is(const char *behaviour) const { return m_behaviour == behaviour; }
    void waitForGo() const
    {
        while (!QFile::exists(m_folder + u"/go"_s))
            ::usleep(2000);
    }

    int m_socket;
    QString m_folder;
    QByteArray m_behaviour;
    QString m_device;
    int m_embeds = 0;
};

void FakeRunner::sendBytes(const QByteArray &bytes)
{
    for (qsizetype sent = 0; sent < bytes.size();) {
        const ssize_t count = ::write(m_socket, bytes.constData() + sent, std::size_t(bytes.size() - sent));
        if (count <= 0)
            _exit(1);
        sent += count;
    }
}

void FakeRunner::send(const QCborMap &header, const QByteArray &payload)
{
    sendBytes(protocol::encode({header, payload}));
}

void FakeRunner::note(const QString &name, const QByteArray &line, QIODevice::OpenMode mode) const
{
    QFile file(m_folder + u'/' + name);
    if (file.open(mode))
        file.write(line + '\n');
}

// The engine sends the load before it has our hello, so that the folder is known in time to withhold it.
int FakeRunner::run()
{
    protocol::FrameReader reader;
    char bytes[65536];
    for (;;) {
        const ssize_t count = ::read(m_socket, bytes, sizeof bytes);
        if (count <= 0)
            return 0;
        reader.feed(QByteArray(bytes, count));
        while (const auto frame = reader.next()) {
            if (frame->header[u"type"_s].toString() == u"shutdown")
                return 0;
            answer(*frame);
        }
    }
}

void FakeRunner::answer(const protocol::Frame &request)
{
    const QString type = request.header[u"type"_s].toString();
    const qint64 id = request.header[u"id"_s].toInteger();
    if (type == u"load") {
        m_folder = request.header[u"model_dir"_s].toString();
        if (QFile file(m_folder + u"/behaviour"_s); file.open(QIODevice::ReadOnly))
            m_behaviour = file.readAll().trimmed();
        note(u"pid"_s, QByteArray::number(qint64(::getpid())), QIODevice::WriteOnly);
        note(u"loads"_s, "load", QIODevice::Append);
        // One that is asked for the CPU computes there, as a runner with CUDA does.
        m_device = is("cuda") && request.header[u"device"_s].toString() != u"cpu" ? u"cuda"_s : u"cpu"_s;
        load(id);
    } else if (type == u"embed_texts") {
        embed(id, request.header[u"texts"_s].toArray(), true);
    } else if (type == u"embed_images") {
        embed(id, request.header[u"sizes"_s].toArray(), false);
    } else if (type == u"cancel") {
        note(u"cancels"_s, QByteArray::number(id), QIODevice::Append);
    }
}

void FakeRunner::load(qint64 id)
{
    if (is("no_hello"))
        ::pause();
    send({{u"type"_s, u"hello"_s}, {u"version"_s, protocol::version}, {u"cuda"_s, false}});
    if (is("crash_on_load"))
        ::abort();
    if (is("hang_on_load"))
        ::pause();
    if (is("slow_load"))
        waitForGo();
    if (is("fail_load"))
        return sendError(id, protocol::error_code::loadFailed, u"the weights are torn"_s);
    if (is("no_memory_to_load"))
        return sendError(id, protocol::error_code::insufficientMemory, u"4 GB are missing"_s);
    const qint64 dimension = is("huge_load") ? (qint64(1) << 32) + 4 : 4;
    send({{u"type"_s, u"loaded"_s},
          {u"id"_s, id},
          {u"dimension"_s, dimension},
          {u"context_length"_s, 77},
          {u"image_size"_s, 224},
          {u"device"_s, m_device},
          {u"dtype"_s, u"float32"_s}});
}

void FakeRunner::sendError(qint64 id, const char *code, const QString &message, qsizetype index)
{
    send({{u"type"_s, u"error"_s},
          {u"id"_s, id},
          {u"code"_s, QLatin1String(code)},
          {u"message"_s, message},
          {u"index"_s, qint64(index)}});
}

void FakeRunner::misbehave()
{
    const bool third = ++m_embeds == 3;
    if (is("crash_on_embed") || (third && is("crash_on_third_embed")))
        ::abort();
    if (is("hang_on_embed") || (third && is("hang_on_third_embed")))
        ::pause();
    if (is("slow_embed"))
        waitForGo();
    if (is("close_on_embed")) {
        ::close(m_socket);
        ::pause();
    }
}

void FakeRunner::embed(qint64 id, const QCborArray &inputs, bool texts)
{
    note(u"parts"_s, QByteArray::number(inputs.size()), QIODevice::Append);
    misbehave();
    if (is("garbage"))
        return sendBytes(QByteArray("\x04\0\0\0\xff\xff\xff\xff", 8));
    if (is("model_changed"))
        return sendError(id, protocol::error_code::modelChanged, u"model.safetensors"_s);
    if (is("no_memory_to_embed"))
        return sendError(id, protocol::error_code::insufficientMemory, u"4 GB are missing"_s);
    QCborArray tokens;
    std::vector<float> values;
    for (qsizetype i = 0; i < inputs.size(); ++i) {
        const QString text = inputs[i].toString();
        if (text == u"bad")
            return sendError(id, protocol::error_code::invalidRequest, u"it is bad"_s, i);
        if (text == u"long") {
            return send({{u"type"_s, u"error"_s},
                         {u"id"_s, id},
                         {u"code"_s, QLatin1String(protocol::error_code::invalidRequest)},
                         {u"message"_s, u"too long"_s},
                         {u"source"_s, QString::fromUtf8(protocol::words::manyTokens)},
                         {u"arguments"_s, QCborArray{u"100"_s, u"77"_s}},
                         {u"index"_s, i}});
        }
        if (texts)
            tokens.append(3);
        values.insert(values.end(), {1, text.toFloat(), 0, float(i)});
    }
    QCborMap header{{u"type"_s, u"embeddings"_s}, {u"id"_s, is("wrong_id") ? id + 7 : id},
                    {u"dimension"_s, 4},          {u"count"_s, qint64(inputs.size())},
                    {u"tokens"_s, tokens},        {u"seconds"_s, 0.001}};
    if (is("huge_dimension"))
        header[u"dimension"_s] = (qint64(1) << 32) + 4;
    if (is("negative_tokens"))
        header[u"tokens"_s] = QCborArray{-5};
    if (is("huge_tokens"))
        header[u"tokens"_s] = QCborArray{qint64(1) << 62};
    if (is("worded_tokens"))
        header[u"tokens"_s] = QCborArray{u"three"_s};
    if (is("nan_seconds"))
        header[u"seconds"_s] = std::nan("");
    if (is("huge_seconds"))
        header[u"seconds"_s] = 1e300;
    if (is("wrong_shape"))
        values.pop_back();
    send(header,
         QByteArray(reinterpret_cast<const char *>(values.data()), qsizetype(values.size() * sizeof(float))));
}

} // namespace

int main(int argc, char *argv[])
{
    int socket = protocol::runnerSocket;
    for (int i = 1; i + 1 < argc; ++i) {
        if (qstrcmp(argv[i], "--socket") == 0)
            socket = QByteArray(argv[i + 1]).toInt();
    }
    return FakeRunner(socket).run();
}
