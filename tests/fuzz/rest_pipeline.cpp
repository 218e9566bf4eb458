// SPDX-License-Identifier: GPL-3.0-or-later
// One request from the wire through the whole pipeline, with an engine that does as it is told: exactly one
// answer, with a status of ours, JSON where it says so, and no header that the client wrote.
#include "app/rest/api/pipeline.h"
#include "app/rest/http/request_framer.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/rest_answer.h"
#include "tests/support/fake_engine.h"

#include <QCoreApplication>

using namespace modeldeck;
using namespace modeldeck::api;
using fuzz::require;

namespace {

Request requestOf(const FramedRequest &framed)
{
    Request request = framed.parsed();
    request.body = framed.body;
    request.peer = request.local = QHostAddress(QHostAddress::LocalHost);
    return request;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz";
    static char *argv[] = {name, nullptr};
    static QCoreApplication application(argc, argv);

    RequestFramer framer(RequestFramer::Limits{});
    framer.feed(fuzz::bytesOf(data, size));
    if (framer.state() == RequestFramer::State::Failed)
        fuzz::checkAnswer(errorResponse(framer.error(), familyOf(framer.path())));
    if (framer.state() != RequestFramer::State::Complete)
        return 0;

    test::FakeEngine engine;
    Context context{&engine, Mailbox::create(), engine.snapshot(), {}};
    context.access.origins = {QStringLiteral("https://app.example.org")};
    int answers = 0;
    handleRequest(context, requestOf(framer.take()), [&](const Response &response) {
        ++answers;
        fuzz::checkAnswer(response);
    });
    QCoreApplication::sendPostedEvents();
    require(answers == 1, "a request gets one answer");
    context.mailbox->close();
    return 0;
}
