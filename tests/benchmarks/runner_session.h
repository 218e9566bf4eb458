// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/memory/system_memory.h"
#include "tests/benchmarks/bench.h"
#include "tests/benchmarks/machine.h"
#include "tests/inference/runner_fixture.h"

#include <QCborArray>

namespace modeldeck::bench {

using namespace Qt::StringLiterals;

// A runner, asked directly: what remains is its own time.
class RunnerSession
{
public:
    RunnerSession()
    {
        const auto start = Clock::now();
        if (!m_runner.receive())
            qFatal("the runner did not start");
        startSeconds = since(start);
    }
    // The answer's header; loadSeconds is what passed.
    QCborMap load(const QString &folder, const QString &dtype)
    {
        const auto start = Clock::now();
        const auto answer = m_runner.ask({{u"type"_s, u"load"_s},
                                          {u"model_dir"_s, folder},
                                          {u"layout"_s, u"hf"_s},
                                          {u"device"_s, u"cpu"_s},
                                          {u"dtype"_s, dtype},
                                          {u"threads"_s, 0},
                                          {u"max_image_pixels"_s, 50'000'000}});
        loadSeconds = since(start);
        return checked(answer);
    }
    // Seconds from the question to the answer.
    double images(const std::vector<QByteArray> &files)
    {
        QCborArray sizes;
        QByteArray payload;
        for (const QByteArray &file : files) {
            sizes.append(qint64(file.size()));
            payload += file;
        }
        const auto start = Clock::now();
        checked(m_runner.ask({{u"type"_s, u"embed_images"_s}, {u"sizes"_s, sizes}, {u"normalize"_s, true}},
                             payload));
        return since(start);
    }
    double texts(int count)
    {
        QCborArray texts;
        for (int i = 0; i < count; ++i)
            texts.append(u"a photo of number %1"_s.arg(i));
        const auto start = Clock::now();
        const QCborMap answer = checked(m_runner.ask({{u"type"_s, u"embed_texts"_s},
                                                      {u"texts"_s, texts},
                                                      {u"normalize"_s, true},
                                                      {u"truncate"_s, true}}));
        const double took = since(start);
        lastTokens = 0;
        for (const QCborValue tokens : answer[u"tokens"_s].toArray())
            lastTokens += tokens.toInteger();
        return took;
    }
    // With its decoders.
    double cpuSeconds()
    {
        const qint64 runner = m_runner.process().processId();
        double seconds = processCpuSeconds(runner);
        for (const qint64 descendant : readDescendants(runner))
            seconds += processCpuSeconds(descendant);
        return seconds;
    }

    double startSeconds = 0; // from the fork to the runner's first word
    double loadSeconds = 0;
    qint64 lastTokens = 0; // of the last texts together

private:
    static QCborMap checked(const protocol::Frame &frame)
    {
        if (const QString type = fixture::typeOf(frame); type.isEmpty() || type == u"error")
            qFatal("the runner failed: %s", qPrintable(fixture::messageOf(frame)));
        return frame.header;
    }
    fixture::Runner m_runner;
};

} // namespace modeldeck::bench
