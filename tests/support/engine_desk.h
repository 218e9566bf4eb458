// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "tests/support/model_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

// The real engine, with models that only the fake runner can load. MODELDECK_FAKE_RUNNER is its path.
namespace modeldeck::test {

// Holds what a reply brought; the test's event loop fills it.
template <class T>
class Answer
{
public:
    Reply<T> reply(const std::shared_ptr<Mailbox> &mailbox) const
    {
        return {mailbox, [held = m_held](Result<T> result) { held->emplace(std::move(result)); }};
    }
    bool came() const { return m_held->has_value(); }
    const Result<T> &get() const { return m_held->value(); }
    bool ok() const { return came() && get().has_value(); }
    // As errorName() says it; empty without an error.
    QByteArray code() const { return came() && !get() ? errorName(get().error().code) : ""; }

private:
    std::shared_ptr<std::optional<Result<T>>> m_held = std::make_shared<std::optional<Result<T>>>();
};

inline QString idOf(const QString &name)
{
    return QStringLiteral("demo/") + name;
}

class EngineDesk
{
public:
    ~EngineDesk() { stop(); }

    QString folder(const QString &name) const
    {
        return m_dir.filePath(QStringLiteral("models/demo/") + name);
    }
    void write(const QString &model, const QString &file, const QByteArray &bytes) const
    {
        QFile out(folder(model) + u'/' + file);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("%s: %s", qPrintable(out.fileName()), qPrintable(out.errorString()));
    }
    QByteArray read(const QString &model, const QString &file) const
    {
        QFile in(folder(model) + u'/' + file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    void behave(const QString &model, const QByteArray &behaviour) const
    {
        write(model, QStringLiteral("behaviour"), behaviour);
    }
    void addModel(const QString &name, const QByteArray &behaviour = "normal") const
    {
        writeFiles(folder(name), modelFiles());
        behave(name, behaviour);
    }

    void start(RunnerDeadlines deadlines = {})
    {
        SettingsStore::Sources sources;
        sources.file = settingsFile;
        sources.commandLine = {
            {ModelsDirectories, {m_dir.filePath(QStringLiteral("models"))}},
            {VisionDefaultModel, {idOf(QStringLiteral("a"))}},
            {OllamaEnabled,
             {ollama.isEmpty() && !usesOllama ? QStringLiteral("no") : QStringLiteral("yes")}}};
        if (!ollama.isEmpty())
            sources.commandLine[OllamaHost] = {ollama};
        auto settings = SettingsStore::load(sources);
        if (!settings)
            qFatal("%s", qPrintable(settings.error().message.english()));
        auto read = environment;
        read[QStringLiteral("HF_HUB_CACHE")] = m_dir.filePath(QStringLiteral("hub"));
        engine = startEngine({std::move(*settings), stateDirectory, QStringLiteral(MODELDECK_FAKE_RUNNER),
                              read, deadlines, memory});
        engine->observe(
            mailbox, [this](auto seen) { snapshot = std::move(seen); },
            [this](const Event &event) { events.push_back(event); });
    }
    void stop()
    {
        mailbox->close();
        engine.reset();
        mailbox = Mailbox::create();
    }

    Answer<Embeddings> embed(const QString &name, int texts = 1, RequestId *id = nullptr)
    {
        Answer<Embeddings> answer;
        const EmbedInput input{EmbedInput::Kind::Text, "a cat"};
        const RequestId given =
            engine->embed({idOf(name), std::vector<EmbedInput>(std::size_t(texts), input), true, false, {}},
                          answer.reply(mailbox));
        if (id)
            *id = given;
        return answer;
    }
    ModelState state(const QString &name) const
    {
        const ModelView *model = snapshot ? snapshot->find(idOf(name)) : nullptr;
        return model ? model->state : ModelState::Unloaded;
    }
    int loads(const QString &name) const { return int(read(name, QStringLiteral("loads")).count('\n')); }
    // Whether the model's last runner is there.
    bool isRunning(const QString &name) const
    {
        const pid_t process = read(name, QStringLiteral("pid")).trimmed().toInt();
        return process > 0 && ::kill(process, 0) == 0;
    }

    QString stateDirectory;             // empty: nothing is kept
    QString settingsFile;               // likewise
    QMap<QString, QString> environment; // what the engine reads of it
    std::shared_ptr<Mailbox> mailbox = Mailbox::create();
    std::unique_ptr<Engine> engine;
    std::shared_ptr<const Snapshot> snapshot;
    std::vector<Event> events;
    MemorySources memory;    // for the next start()
    QString ollama;          // address of an Ollama; empty: none is used,
    bool usesOllama = false; // or the one that the other sources name

private:
    QTemporaryDir m_dir;
};

} // namespace modeldeck::test
