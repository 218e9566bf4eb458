// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner/vision_embedding_unloader.h"

#include <QTimer>

namespace modeldeck {

using namespace std::chrono_literals;

namespace {

constexpr auto betweenReadings = 50ms;
constexpr int mostReadings = 4;

} // namespace

void VisionEmbeddingUnloader::end(std::unique_ptr<RunnerProcess> runner, const MemoryUse &held, Done done)
{
    const auto leaving = std::make_shared<Leaving>();
    leaving->runner = std::move(runner);
    leaving->held = held;
    leaving->done = std::move(done);
    leaving->before = readAvailable();
    leaving->since = std::chrono::steady_clock::now();
    connect(leaving->runner.get(), &RunnerProcess::ended, this,
            [this, leaving](const Error &why) { ended(leaving, why); });
    leaving->runner->stop();
}

void VisionEmbeddingUnloader::ended(const std::shared_ptr<Leaving> &leaving, const Error &why)
{
    leaving->why = why;
    leaving->runner->disconnect(this);        // the connection holds what we hold
    leaving->runner.release()->deleteLater(); // it is what called us
    awaitMemory(leaving, 0);
}

// The kernel counts the pages of a process that has just ended as free only little by little. The model is
// not called unloaded before they are; but other programs take memory too, so that this may never be seen.
void VisionEmbeddingUnloader::awaitMemory(const std::shared_ptr<Leaving> &leaving, int tries)
{
    const auto now = readAvailable();
    const Bytes back = now && leaving->before ? *now - *leaving->before : Bytes{};
    const bool enough = back.value >= leaving->held.anonymous.value / 20 * 19;
    if (!enough && tries < mostReadings) {
        QTimer::singleShot(betweenReadings, this, [=, this] { awaitMemory(leaving, tries + 1); });
        return;
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - leaving->since).count();
    leaving->done({leaving->held, leaving->held, back, seconds},
                  leaving->why); // the process is gone, with all it held
}

} // namespace modeldeck
