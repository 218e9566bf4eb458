// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/api/pull_call.h"

#include "app/rest/api/event_views.h"

#include <QJsonDocument>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

const PullView *find(const Snapshot &now, const QString &name)
{
    const auto found = std::ranges::find(now.pulls, name, &PullView::name);
    return found == now.pulls.end() ? nullptr : &*found;
}

} // namespace

Abandon PullCall::start()
{
    const Context &context = m_call.context;
    m_watcher = context.watchers->add([self = shared_from_this()](const Snapshot &now) { self->see(now); });
    m_request = context.engine->pull(
        m_name, {context.mailbox,
                 [self = shared_from_this()](const Result<LoadReport> &report) { self->done(report); }});
    return [self = shared_from_this()] { self->abandon(); };
}

void PullCall::abandon()
{
    m_call.context.watchers->remove(m_watcher);
    m_sink.reset();
    m_call.context.engine->cancel(m_request);
}

void PullCall::see(const Snapshot &now)
{
    if (const PullView *pull = find(now, m_name))
        write(pullView(*pull));
}

void PullCall::write(const QJsonObject &line)
{
    const QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (bytes == m_last)
        return;
    m_last = bytes;
    if (m_sink)
        return m_sink->write(bytes);
    if (std::exchange(m_begun, true))
        return;
    Response response;
    response.contentType = "application/x-ndjson";
    response.body = bytes;
    response.goOn = [self = shared_from_this()](const std::shared_ptr<Sink> &sink) -> Abandon {
        self->m_sink = sink;
        return [self] { self->abandon(); };
    };
    m_call.answer(std::move(response));
}

void PullCall::done(const Result<LoadReport> &report)
{
    m_call.context.watchers->remove(m_watcher);
    if (!report && !m_begun)
        return m_call.fail(report.error());
    if (report) {
        write({{u"status"_s, u"success"_s}, {u"model_id"_s, report->modelId}});
    } else {
        const Response error = errorResponse(report.error(), m_call.family);
        write(QJsonDocument::fromJson(error.body).object());
    }
    if (const auto sink = std::exchange(m_sink, {}))
        sink->end();
}

} // namespace modeldeck::api
