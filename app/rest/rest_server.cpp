// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/rest_server.h"

#include "app/rest/rest_service.h"

#include <future>

namespace modeldeck {

RestServer::RestServer() : m_mailbox(Mailbox::create()) {}

std::unique_ptr<RestServer> RestServer::follow(Engine &engine, const Settings &settings,
                                               StatusHandler onStatus)
{
    std::unique_ptr<RestServer> server(new RestServer);
    const api::RestService::Tell tell = [box = std::weak_ptr(server->m_mailbox), self = server.get(),
                                         onStatus = std::move(onStatus)](const RestStatus &status) {
        const auto mailbox = box.lock();
        if (!mailbox)
            return;
        mailbox->post([self, onStatus, status] {
            self->m_status = status;
            if (onStatus)
                onStatus(status);
        });
    };
    server->m_service =
        std::make_unique<InThread<api::RestService>>(QStringLiteral("rest"), std::ref(engine), tell);
    std::promise<RestStatus> begun;
    server->m_service->post([&](api::RestService &service) { begun.set_value(service.begin(settings)); });
    server->m_status = begun.get_future().get();
    return server;
}

Result<std::unique_ptr<RestServer>> RestServer::start(Engine &engine, const Settings &settings,
                                                      StatusHandler onStatus)
{
    auto server = follow(engine, settings, std::move(onStatus));
    if (server->m_status.error)
        return failure(*server->m_status.error);
    return server;
}

RestServer::~RestServer()
{
    stop();
}

void RestServer::retry()
{
    m_service->post([](api::RestService &service) { service.retry(); });
}

void RestServer::finish(std::function<void()> finished)
{
    m_service->post(
        [box = std::weak_ptr(m_mailbox), finished = std::move(finished)](api::RestService &service) {
            service.finish([box, finished] {
                if (const auto mailbox = box.lock())
                    mailbox->post(finished);
            });
        });
}

void RestServer::stop()
{
    m_mailbox->close();
    m_service.reset();
    m_status = {};
}

} // namespace modeldeck
