// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine.h"

#include <algorithm>

namespace modeldeck::test {

using namespace Qt::StringLiterals;

FakeEngine::FakeEngine()
{
    m_now.at = startOfTime;
    m_now.startedAt = startOfTime - 100;
    m_now.models = {visionModel(u"ViT-B-32/openai"_s, 512), visionModel(u"ViT-L-14/openai"_s, 768),
                    textModel(u"mxbai-embed-large"_s, 1024)};
    m_now.currentVisionModel = u"ViT-L-14/openai"_s;
    m_now.system.total = Bytes::fromMebibytes(16384);
    m_now.system.available = Bytes::fromMebibytes(12288);
    m_now.system.used = 0.25;
    m_now.receipts = std::make_shared<const std::vector<Receipt>>();
    m_now.settingRows = std::make_shared<const std::vector<SettingRow>>();
    announce();
}

std::shared_ptr<const Snapshot> FakeEngine::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_published;
}

void FakeEngine::change(const std::function<void(Snapshot &)> &edit)
{
    const std::lock_guard lock(m_mutex);
    edit(m_now);
    announce();
}

void FakeEngine::changeModel(const QString &id, const std::function<void(ModelView &)> &edit)
{
    change([&](Snapshot &) { edit(*find(id)); });
}

void FakeEngine::publish(const Event &event)
{
    const std::lock_guard lock(m_mutex);
    for (const Observer &observer : m_observers) {
        if (const auto box = observer.mailbox.lock(); box && observer.onEvent)
            box->post([tell = observer.onEvent, event] { tell(event); });
    }
}

void FakeEngine::fail(const QString &method, std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    if (error)
        m_failures[method] = *error;
    else
        m_failures.remove(method);
}

void FakeEngine::setEmbedding(std::function<Result<Embeddings>(const EmbedRequest &)> answer)
{
    const std::lock_guard lock(m_mutex);
    m_embedding = std::move(answer);
}

void FakeEngine::setUnloadAllFailure(const Error &error)
{
    const std::lock_guard lock(m_mutex);
    m_unloadAllFailure = error;
}

void FakeEngine::setAnswers(const Answers &answers)
{
    const std::lock_guard lock(m_mutex);
    m_answers = answers;
}

void FakeEngine::hold()
{
    const std::lock_guard lock(m_mutex);
    m_holding = true;
}

bool FakeEngine::releaseAt(std::size_t index)
{
    if (index >= m_held.size())
        return false;
    const Held held = std::move(m_held[index]);
    m_held.erase(m_held.begin() + std::ptrdiff_t(index));
    held.run();
    return true;
}

bool FakeEngine::releaseOne()
{
    const std::lock_guard lock(m_mutex);
    return releaseAt(0);
}

bool FakeEngine::releaseNewest()
{
    const std::lock_guard lock(m_mutex);
    return !m_held.empty() && releaseAt(m_held.size() - 1);
}

void FakeEngine::release()
{
    const std::lock_guard lock(m_mutex);
    m_holding = false;
    while (releaseAt(0)) {
    }
}

int FakeEngine::heldCount() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_held.size());
}

std::vector<FakeEngine::Call> FakeEngine::calls() const
{
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

int FakeEngine::count(const QString &method) const
{
    const std::lock_guard lock(m_mutex);
    return int(std::ranges::count(m_calls, method, &Call::method));
}

FakeEngine::Call FakeEngine::last(const QString &method) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_calls.rbegin(), m_calls.rend(),
                                    [&](const Call &call) { return call.method == method; });
    return found == m_calls.rend() ? Call{} : *found;
}

void FakeEngine::observe(std::shared_ptr<Mailbox> mailbox, SnapshotHandler onSnapshot, EventHandler onEvent)
{
    const std::lock_guard lock(m_mutex);
    if (onSnapshot)
        mailbox->post([tell = onSnapshot, now = m_published] { tell(now); });
    m_observers.push_back({mailbox, std::move(onSnapshot), std::move(onEvent)});
}

ModelView *FakeEngine::find(const QString &id)
{
    const auto found = std::ranges::find(m_now.models, id, &ModelView::id);
    return found == m_now.models.end() ? nullptr : &*found;
}

void FakeEngine::announce()
{
    m_now.sequence += 1;
    m_published = std::make_shared<const Snapshot>(m_now);
    for (const Observer &observer : m_observers) {
        if (const auto box = observer.mailbox.lock(); box && observer.onSnapshot)
            box->post([tell = observer.onSnapshot, now = m_published] { tell(now); });
    }
}

} // namespace modeldeck::test
