// SPDX-License-Identifier: GPL-3.0-or-later
// vocab.json, merges.txt and a text ("v…"), tokenizer.json and a text ("t…"), or a text for a vocabulary of
// bytes alone (anything else). Ids fit the vocabulary and the context.
#include "engine/inference/tokenizer.h"
#include "tests/fuzz/fuzz.h"

using namespace modeldeck;
using namespace modeldeck::inference;
using fuzz::require;

namespace {

constexpr int contextLength = 16;

using Tokenizers = std::array<Result<Tokenizer>, 2>;

Tokenizers load(const fuzz::Folder &folder)
{
    const auto with = [&](Layout layout) {
        return Vocabulary::load(folder.path()).map([&](const Vocabulary &vocabulary) {
            return Tokenizer(vocabulary, layout, contextLength);
        });
    };
    return {with(Layout::HuggingFace), with(Layout::OpenClip)};
}

void encode(const Tokenizers &tokenizers, const QByteArray &text)
{
    for (const auto &tokenizer : tokenizers) {
        if (!tokenizer)
            continue;
        const auto cut = tokenizer->encode(text, true);
        const auto whole = tokenizer->encode(text, false);
        require(cut || !whole, "what fits uncut fits cut");
        if (!cut)
            continue;
        require(cut->size() >= 2 && cut->size() <= contextLength, "a text is within the context");
        require(cut->back() == tokenizer->endId(), "a text ends with the end");
        for (const qint64 id : *cut)
            require(id >= 0 && id <= tokenizer->largestId(), "an id is within the vocabulary");
        require(!whole || *whole == *cut, "a text that fits is not cut");
    }
}

const fuzz::Folder &folderOfBytes()
{
    static const fuzz::Folder folder;
    static const bool written = [] {
        QFile vocabulary(QStringLiteral(FUZZ_VOCABULARY));
        require(vocabulary.open(QIODevice::ReadOnly), "the vocabulary can be read");
        folder.write("vocab.json", vocabulary.readAll());
        folder.write("merges.txt", "#version: 0.2\nt h\nth e</w>\n");
        return true;
    }();
    Q_UNUSED(written)
    return folder;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::Folder folder;
    const QByteArray input = fuzz::bytesOf(data, size);
    if (input.startsWith('v')) {
        const auto files = fuzz::parts(input.mid(1), 3);
        folder.write("vocab.json", files[0]);
        folder.write("merges.txt", files[1]);
        folder.remove("tokenizer.json");
        encode(load(folder), files[2]);
    } else if (input.startsWith('t')) {
        const auto files = fuzz::parts(input.mid(1), 2);
        folder.remove("vocab.json");
        folder.remove("merges.txt");
        folder.write("tokenizer.json", files[0]);
        encode(load(folder), files[1]);
    } else {
        static const Tokenizers bytes = load(folderOfBytes()); // loading costs more than any text
        encode(bytes, input);
    }
    return 0;
}
