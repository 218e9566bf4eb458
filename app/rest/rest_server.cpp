// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/rest_server.h"

#include "app/rest/rest_service.h"

#include <QCoreApplication>
#include <QEventLoop>

namespace modeldeck {

namespace {

struct Begun
{
    std::shared_ptr<Mailbox> mailbox;
    std::function<void()> quit;
    std::function<void()> retry;
    std::function<void(std::function<void()>)> finish;
    RestStatus status;
};

void serve(Engine &engine, const Settings &settings, api::RestService::Tell tell, std::promise<Begun> begun,
           std::future<void> released)
{
    QEventLoop loop;
    auto mailbox = Mailbox::create();
    {
        api::RestService service(engine, mailbox, std::move(tell));
        RestStatus status = service.begin(settings);
        begun.set_value({mailbox, [&loop] { loop.quit(); }, [&service] { service.retry(); },
                         [&service](std::function<void()> finished) { service.finish(std::move(finished)); },
                         std::move(status)});
        loop.exec();
    }
    // The mailbox is deleted by this thread's events: nobody else may hold it when they end.
    released.wait();
    mailbox.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

} // namespace

std::unique_ptr<RestServer> RestServer::follow(Engine &engine, const Settings &settings,
                                               StatusHandler onStatus)
{
    std::unique_ptr<RestServer> server(new RestServer);
    server->m_mailbox = Mailbox::create();
    const auto tell = [box = std::weak_ptr(server->m_mailbox), self = server.get(),
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
    std::promise<Begun> promise;
    std::future<Begun> begun = promise.get_future();
    server->m_thread = std::thread(serve, std::ref(engine), settings, tell, std::move(promise),
                                   server->m_released.get_future());
    Begun there = begun.get();
    server->m_service = std::move(there.mailbox);
    server->m_quit = std::move(there.quit);
    server->m_retry = std::move(there.retry);
    server->m_finish = std::move(there.finish);
    server->m_status = std::move(there.status);
    return server;
}

Result<std::unique_ptr<RestServer>> RestServer::start(Engine &engine, const Settings &settings,
                                                      StatusHandler onStatus)
{
    auto server = follow(engine, settings, std::move(onStatus));
    if (server->m_status.error)
        return tl::unexpected<Error>(*server->m_status.error);
    return server;
}

RestServer::~RestServer()
{
    stop();
}

void RestServer::retry()
{
    m_service->post(m_retry);
}

void RestServer::finish(std::function<void()> finished)
{
    m_service->post([finish = m_finish, box = std::weak_ptr(m_mailbox), finished = std::move(finished)] {
        finish([box, finished] {
            if (const auto mailbox = box.lock())
                mailbox->post(finished);
        });
    });
}

void RestServer::stop()
{
    if (!m_thread.joinable())
        return;
    m_mailbox->close();
    m_service->post(m_quit);
    m_service.reset();
    m_released.set_value();
    m_thread.join();
    m_status = {};
}

} // namespace modeldeck
