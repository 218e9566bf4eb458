// SPDX-License-Identifier: GPL-3.0-or-later
// A body for each route that reads one: the first byte chooses the route, the rest is the JSON. What of it
// gets as far as the engine is what the engine may be asked.
#include "app/rest/api/pipeline.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/rest_answer.h"
#include "tests/support/fake_engine.h"

#include <QCoreApplication>
#include <array>

using namespace modeldeck;
using namespace modeldeck::api;
using fuzz::require;

namespace {

struct Target
{
    const char *method;
    const char *path;
};
constexpr std::array targets{
    Target{"POST", "/v1/embeddings"},
    Target{"POST", "/api/embed"},
    Target{"POST", "/api/embeddings"},
    Target{"POST", "/api/generate"},
    Target{"POST", "/api/show"},
    Target{"POST", "/api/rag/embedding/reload/vision"},
    Target{"POST", "/api/rag/embedding/pause"},
    Target{"PATCH", "/api/rag/embedding/config"},
    Target{"PUT", "/api/model-usage-tracker-config"},
    Target{"PUT", "/api/model-usage-tracker-config/model/ViT-L-14/openai/timeout"},
};

void checkCalls(const test::FakeEngine &engine)
{
    for (const auto &call : engine.calls()) {
        if (call.embed) {
            require(!call.embed->inputs.empty() && call.embed->inputs.size() <= 2048, "1 to 2048 inputs");
        }
        if (call.time)
            require(call.time->count() >= 0, "time does not run backwards");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz";
    static char *argv[] = {name, nullptr};
    static QCoreApplication application(argc, argv);
    if (size == 0)
        return 0;

    const Target &target = targets[data[0] % targets.size()];
    Request request;
    request.method = target.method;
    request.path = target.path;
    request.headers = {{"host", "localhost"}};
    request.body = fuzz::bytesOf(data + 1, size - 1);
    request.peer = request.local = QHostAddress(QHostAddress::LocalHost);

    test::FakeEngine engine;
    Context context{&engine, Mailbox::create(), engine.snapshot(), {}};
    int answers = 0;
    handleRequest(context, request, [&](const Response &response) {
        ++answers;
        fuzz::checkAnswer(response);
    });
    QCoreApplication::sendPostedEvents();
    require(answers == 1, "a request gets one answer");
    checkCalls(engine);
    context.mailbox->close();
    return 0;
}
