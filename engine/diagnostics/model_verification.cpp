// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diagnostics/model_verification.h"

#include "engine/model_files/files.h"
#include "engine/model_files/safetensors.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QLoggingCategory>
#include <algorithm>

namespace modeldeck {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(verificationLog, "modeldeck.service.verification")

namespace {

constexpr qint64 part = 1024 * 1024;
constexpr qint64 longestJson = 64 * 1024 * 1024;
constexpr qsizetype mostProblems = 50;

class Check
{
public:
    Check(const CatalogEntry &model, std::stop_token stop) : m_model(model), m_stop(std::move(stop))
    {
        m_out.modelId = model.id;
    }

    std::optional<Verification> run()
    {
        if (!m_model.installed)
            problem(m_model.reason);
        for (const QString &path : m_model.weightFiles)
            checkWeights(path);
        checkIndex();
        for (const char *name : {"config.json", "open_clip_config.json", "preprocessor_config.json",
                                 "processor_config.json", "tokenizer.json", "vocab.json"})
            checkJson(m_model.path + u'/' + QString::fromLatin1(name));
        if (const QString merges = m_model.path + u"/merges.txt"_s; QFileInfo::exists(merges))
            checkHash(merges);
        if (m_stop.stop_requested())
            return std::nullopt;
        m_out.sound = m_out.problems.empty();
        return std::move(m_out);
    }

private:
    void problem(Text text)
    {
        const bool isNew = std::ranges::find(m_out.problems, text) == m_out.problems.end();
        if (isNew && qsizetype(m_out.problems.size()) < mostProblems)
            m_out.problems.push_back(std::move(text));
    }

    void checkWeights(const QString &path)
    {
        const auto header = RegularFile::open(path).and_then(SafetensorsHeader::read);
        if (!header)
            problem(header.error().message);
        else if (const auto flaw = header->flaw(nameOf(path)))
            problem(*flaw);
        if (header) {
            for (const TensorEntry &tensor : header->tensors)
                m_tensors[nameOf(path)].insert(tensor.name);
        }
        checkHash(path);
    }

    // Every tensor lies in the shard that the index names for it.
    void checkIndex()
    {
        const QString name =
            m_model.layout == u"open_clip"_s ? u"open_clip_model.safetensors"_s : u"model.safetensors"_s;
        const QString path = m_model.path + u'/' + name + u".index.json"_s;
        if (m_tensors.contains(name) || !QFileInfo::exists(path))
            return;
        const auto index = readJsonObject(path, longestJson);
        ++m_out.filesChecked;
        if (!index)
            return problem(index.error().message);
        const QJsonObject map = index->value("weight_map"_L1).toObject();
        std::map<QString, int> missing; // tensors, by shard
        for (auto entry = map.begin(); entry != map.end(); ++entry) {
            const auto shard = m_tensors.constFind(entry->toString());
            if (shard != m_tensors.constEnd() && !shard->contains(entry.key()))
                ++missing[shard.key()];
        }
        for (const auto &[shard, tensors] : missing)
            problem({MD_TEXT("%1 lacks tensors that the index lists: %2"), shard, tensors});
    }

    void checkJson(const QString &path)
    {
        if (!QFileInfo::exists(path))
            return;
        if (const auto object = readJsonObject(path, longestJson); !object)
            problem(object.error().message);
        checkHash(path);
    }

    // The cache keeps large files as blobs/SHA256, with links to them from the snapshots.
    static QByteArray knownHash(const QString &path)
    {
        const QFileInfo target(QFileInfo(path).canonicalFilePath());
        const QByteArray name = target.fileName().toLatin1();
        const auto isHex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
        const bool isHash = name.size() == 64 && std::ranges::all_of(name, isHex);
        return isHash && target.dir().dirName() == u"blobs"_s ? name : QByteArray();
    }

    void checkHash(const QString &path)
    {
        ++m_out.filesChecked;
        const QByteArray wanted = knownHash(path);
        auto file = RegularFile::open(path);
        if (wanted.isEmpty() || !file)
            return;
        QCryptographicHash hash(QCryptographicHash::Sha256);
        Result<QByteArray> bytes;
        do {
            bytes = file->read(part);
            if (m_stop.stop_requested())
                return;
            if (!bytes)
                return problem(bytes.error().message);
            hash.addData(*bytes);
        } while (!bytes->isEmpty());
        ++m_out.hashesChecked;
        if (const QByteArray found = hash.result().toHex(); found != wanted) {
            problem({MD_TEXT("%1 is damaged: its SHA-256 is %2, and was %3 when it was downloaded"),
                     QFileInfo(path).fileName(), QString::fromLatin1(found), QString::fromLatin1(wanted)});
        }
    }

    const CatalogEntry &m_model;
    std::stop_token m_stop;
    Verification m_out;
    QHash<QString, QSet<QString>> m_tensors; // by the file's name
};

} // namespace

std::optional<Verification> verifyModel(const CatalogEntry &model, const std::stop_token &stop)
{
    return Check(model, stop).run();
}

ModelVerifier::ModelVerifier() : m_mailbox(Mailbox::create()), m_thread(u"verification"_s) {}

ModelVerifier::~ModelVerifier()
{
    m_mailbox->close();
    m_stop.request_stop();
}

void ModelVerifier::verify(const Catalog &catalog, const QString &modelId,
                           std::function<void(Result<Verification>)> done)
{
    const CatalogEntry *model = catalog.find(modelId);
    if (!model)
        return done(tl::unexpected(catalog.unknownModel(modelId)));
    if (model->type == ModelType::Text)
        return done(failure(ErrorCode::InvalidModelType,
                            MD_TEXT("“%1” belongs to Ollama, which checks its files itself"), model->id));
    if (model->path.isEmpty())
        return done(failure(ErrorCode::ModelNotFound, MD_TEXT("“%1” is not on this machine"), model->id));
    m_thread.run(
        m_mailbox, [model = *model, stop = m_stop.get_token()] { return verifyModel(model, stop); },
        [done = std::move(done)](std::optional<Verification> verification) {
            qCInfo(verificationLog).noquote()
                << verification->modelId << (verification->sound ? "is sound" : "is damaged");
            done(std::move(*verification)); // it was not stopped: that closes our mailbox
        });
}

} // namespace modeldeck
