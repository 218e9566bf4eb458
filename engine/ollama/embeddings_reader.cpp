// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ollama/embeddings_reader.h"

#include <charconv>
#include <cmath>

namespace modeldeck {

namespace {

constexpr int mostDimension = 65536;

tl::unexpected<Error> noVectors(const char *what)
{
    return failure(Error(ErrorCode::OllamaUnavailable, MD_TEXT("Ollama's answer contains no vectors: %1"),
                         QString::fromLatin1(what))
                       .withHint(MD_TEXT("Try again; if that does not help, pull the model again")));
}

class Reader
{
public:
    Reader(const QByteArray &json, qsizetype from)
        : m_at(json.constData() + from), m_end(json.constData() + json.size())
    {
    }

    const char *position() const { return m_at; }

    bool take(char wanted)
    {
        skipSpace();
        if (m_at == m_end || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }

    // A list of numbers behind its bracket. The error is a static text; null: none.
    const char *row(std::vector<float> &values)
    {
        if (take(']'))
            return "an empty vector";
        bool allZeros = true;
        do {
            skipSpace();
            float value = 0;
            const bool isNumber = m_at != m_end && (*m_at == '-' || (*m_at >= '0' && *m_at <= '9'));
            const auto [end, problem] = isNumber ? std::from_chars(m_at, m_end, value)
                                                 : std::from_chars_result{m_at, std::errc::invalid_argument};
            // Too small for a float is as good as zero; too large, or "-inf", is nothing.
            const bool tiny = problem == std::errc::result_out_of_range && isTiny(m_at, end);
            if ((problem != std::errc{} && !tiny) || !std::isfinite(value))
                return "something in a vector is not a number";
            m_at = end;
            values.push_back(tiny ? 0.0F : value);
            allZeros = allZeros && values.back() == 0;
        } while (take(','));
        if (!take(']'))
            return "a vector does not end";
        return allZeros ? "a vector of zeros" : nullptr;
    }

private:
    static bool isTiny(const char *from, const char *to)
    {
        double value = 0;
        const auto [end, problem] = std::from_chars(from, to, value);
        return problem == std::errc{}
                   ? std::abs(value) < 1
                   : std::string_view(from, std::size_t(to - from)).find("e-") != std::string_view::npos;
    }
    void skipSpace()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }

    const char *m_at;
    const char *m_end;
};

// The error is a static text; null: none.
const char *addRow(Reader &reader, ReadVectors &out)
{
    const std::size_t before = out.values.size();
    if (const char *problem = reader.row(out.values))
        return problem;
    const std::size_t dimension = out.values.size() - before;
    if (dimension > mostDimension || (out.rows > 0 && dimension != std::size_t(out.dimension)))
        return "their dimensions differ";
    out.dimension = int(dimension);
    ++out.rows;
    return nullptr;
}

const char *addRows(Reader &reader, ReadVectors &out)
{
    if (reader.take(']'))
        return nullptr; // no vectors at all
    do {
        if (!reader.take('['))
            return "something in the list is no vector";
        if (const char *problem = addRow(reader, out))
            return problem;
    } while (reader.take(','));
    return reader.take(']') ? nullptr : "the list does not end";
}

} // namespace

Result<ReadVectors> readVectors(const QByteArray &json, const QByteArray &key, VectorShape shape)
{
    const QByteArray quoted = '"' + key + '"';
    qsizetype from = 0;
    qsizetype found = json.indexOf(quoted);
    for (; found >= 0; found = json.indexOf(quoted, from)) {
        from = found + quoted.size();
        if (Reader(json, from).take(':')) // a model may have that name
            break;
    }
    if (found < 0)
        return noVectors("they are missing");
    Reader reader(json, from);
    if (!reader.take(':') || !reader.take('['))
        return noVectors("they are no list");
    ReadVectors out;
    out.values.reserve(std::size_t(json.size()) / 12); // about the length of a number in it
    const char *problem = shape == VectorShape::One ? addRow(reader, out) : addRows(reader, out);
    if (problem)
        return noVectors(problem);
    out.rest = json.left(from) + ":[]" + json.mid(reader.position() - json.constData());
    return out;
}

} // namespace modeldeck
