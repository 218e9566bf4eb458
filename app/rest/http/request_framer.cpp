// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/http/request_framer.h"

#include "app/rest/http/http_syntax.h"

#include <algorithm>
#include <array>

namespace modeldeck::api {

namespace {

constexpr std::size_t mostHeaders = 100;
constexpr qint64 mostReserved = 256 * 1024; // for a body that is only announced
const std::array<QByteArray, 9> knownMethods{"GET",    "HEAD",    "POST",  "PUT",  "PATCH",
                                             "DELETE", "OPTIONS", "TRACE", "QUERY"};
// They speak of this connection or of the framing, which the canonical form settles anew.
const std::array<QByteArray, 10> connectionHeaders{
    "connection", "content-length",    "expect", "host", "keep-alive", "proxy-connection", "te",
    "trailer",    "transfer-encoding", "upgrade"};

} // namespace

bool RequestFramer::fail(ErrorCode code, const char *message, qint64 limit)
{
    m_state = State::Failed;
    m_error = Error(code, message, QString::number(limit));
    return false;
}

qsizetype RequestFramer::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_state != State::Complete && m_state != State::Failed) {
        const QByteArrayView rest = bytes.sliced(taken);
        taken += m_state == State::Body ? feedBody(rest) : feedHead(rest);
    }
    return taken;
}

FramedRequest RequestFramer::take()
{
    FramedRequest out = std::move(m_request);
    *this = RequestFramer(m_limits);
    return out;
}

qsizetype RequestFramer::feedHead(QByteArrayView bytes)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (m_state == State::Idle) {
            m_state = State::Head;
            if (c == 0x16) { // a TLS hello
                fail(ErrorCode::InvalidRequest, MD_TEXT("This port speaks HTTP, not HTTPS"));
                return i + 1;
            }
        }
        if (++m_headBytes > m_limits.headerBytes) {
            fail(ErrorCode::HeadersTooLarge, MD_TEXT("The headers are larger than %1 bytes"),
                 m_limits.headerBytes);
            return i + 1;
        }
        if (c == '\0' || m_line.endsWith('\r') != (c == '\n')) {
            fail(ErrorCode::InvalidRequest,
                 MD_TEXT("A line of the header does not end with CR LF, or contains NUL"));
            return i + 1;
        }
        m_line += c;
        if (c != '\n')
            continue;
        endOfLine();
        if (m_state != State::Head)
            return i + 1;
    }
    return bytes.size();
}

void RequestFramer::endOfLine()
{
    QByteArray line;
    line.swap(m_line);
    line.chop(2);
    if (!m_haveRequestLine) {
        if (line.isEmpty() && !m_skippedEmptyLine) { // RFC 9112, 2.2: some clients end a body with one
            m_skippedEmptyLine = true;
            m_state = State::Idle;
        } else {
            requestLine(line);
        }
    } else if (line.isEmpty()) {
        endOfHead();
    } else if (m_request.headers.size() >= mostHeaders) {
        fail(ErrorCode::HeadersTooLarge, MD_TEXT("The request has too many headers"));
    } else if (auto header = parseHeaderLine(line)) {
        m_request.headers.push_back(std::move(*header));
    } else {
        fail(ErrorCode::InvalidRequest, MD_TEXT("A header is malformed"));
    }
}

void RequestFramer::requestLine(QByteArrayView line)
{
    const QList<QByteArray> parts = line.toByteArray().split(' ');
    if (parts.size() != 3 || !isToken(parts[0])) {
        fail(ErrorCode::InvalidRequest, MD_TEXT("The request line is malformed"));
        return;
    }
    const QByteArray &version = parts[2];
    if (version.size() != 8 || !version.startsWith("HTTP/") || !isDigit(version[5]) || version[6] != '.' ||
        !isDigit(version[7])) {
        fail(ErrorCode::InvalidRequest, MD_TEXT("The request line names no HTTP version"));
        return;
    }
    if (version[5] != '1') {
        fail(ErrorCode::NotImplemented, MD_TEXT("This server speaks HTTP/1.1"));
        return;
    }
    m_minorVersion = version[7] == '0' ? 0 : 1; // a later minor version is answered as 1.1
    m_request.method = parts[0];
    if (std::ranges::find(knownMethods, parts[0]) == knownMethods.end()) {
        fail(ErrorCode::NotImplemented, MD_TEXT("The method is unknown"));
        return;
    }
    m_haveRequestLine = target(parts[1]);
}

bool RequestFramer::target(QByteArrayView target)
{
    if (target == "*" && m_request.method == "OPTIONS") { // asks about the server as a whole
        m_request.target = "/*";
        return true;
    }
    // Absolute form (RFC 9112, 3.2.2): as a client sends it that takes us for its proxy.
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (!startsWithIgnoringCase(target, scheme))
            continue;
        const QByteArrayView rest = target.sliced(scheme.size());
        const auto end = std::ranges::find_if(rest, [](char c) { return c == '/' || c == '?'; });
        m_authority = QByteArray(rest.begin(), end - rest.begin());
        const QByteArray path(end, rest.end() - end);
        m_request.target = path.startsWith('/') ? path : '/' + path;
        if (!isHost(m_authority) || !isOriginForm(m_request.target))
            return fail(ErrorCode::InvalidRequest, MD_TEXT("The request target is malformed"));
        return true;
    }
    if (!isOriginForm(target))
        return fail(ErrorCode::InvalidRequest, MD_TEXT("The request target is malformed"));
    m_request.target = target.toByteArray();
    return true;
}

std::vector<QByteArray> RequestFramer::valuesOf(QByteArrayView name) const
{
    std::vector<QByteArray> values;
    for (const Header &header : m_request.headers) {
        if (header.name == name)
            values.push_back(header.value);
    }
    return values;
}

void RequestFramer::endOfHead()
{
    if (!hosts() || !length() || !expectation())
        return;
    connection();
    std::erase_if(m_request.headers, [](const Header &header) {
        return std::ranges::find(connectionHeaders, header.name) != connectionHeaders.end();
    });
    m_state = m_chunks || m_bodyLeft > 0 ? State::Body : State::Complete;
}

bool RequestFramer::hosts()
{
    const auto values = valuesOf("host");
    if (values.empty() && m_minorVersion >= 1)
        return fail(ErrorCode::InvalidRequest, MD_TEXT("The Host header is missing"));
    if (values.size() > 1 || (!values.empty() && !isHost(values[0])))
        return fail(ErrorCode::InvalidRequest, MD_TEXT("The Host header is malformed or repeated"));
    if (!values.empty() && !m_authority.isNull() && values[0].compare(m_authority, Qt::CaseInsensitive) != 0)
        return fail(ErrorCode::InvalidRequest, MD_TEXT("The Host header and the request target differ"));
    if (!m_authority.isNull())
        m_request.host = m_authority;
    else if (!values.empty())
        m_request.host = values[0];
    return true;
}

// RFC 9112, 6.3; where it leaves a choice we refuse.
bool RequestFramer::length()
{
    const auto lengths = valuesOf("content-length");
    const auto codings = valuesOf("transfer-encoding");
    if (!codings.empty()) {
        if (!lengths.empty() || codings.size() > 1 || m_minorVersion == 0)
            return fail(ErrorCode::InvalidRequest,
                        MD_TEXT("Transfer-Encoding contradicts another header or the version"));
        if (codings[0].compare("chunked", Qt::CaseInsensitive) != 0)
            return fail(ErrorCode::NotImplemented, MD_TEXT("The only supported transfer coding is chunked"));
        m_chunks = std::make_unique<ChunkedBody>(m_limits.bodyBytes, m_limits.headerBytes);
        return true;
    }
    if (lengths.empty())
        return true; // no body: what curl -X POST sends
    if (lengths.size() > 1 || lengths[0].isEmpty() || !std::ranges::all_of(lengths[0], isDigit))
        return fail(ErrorCode::InvalidRequest, MD_TEXT("Content-Length is not one decimal number"));
    bool fits = false;
    m_bodyLeft = lengths[0].toLongLong(&fits);
    if (!fits || m_bodyLeft > m_limits.bodyBytes)
        return fail(ErrorCode::PayloadTooLarge, MD_TEXT("The body is larger than %1 bytes"),
                    m_limits.bodyBytes);
    m_request.body.reserve(std::min(m_bodyLeft, mostReserved));
    return true;
}

bool RequestFramer::expectation()
{
    const auto values = valuesOf("expect");
    if (values.empty() || m_minorVersion == 0)
        return true;
    if (values.size() > 1 || values[0].compare("100-continue", Qt::CaseInsensitive) != 0)
        return fail(ErrorCode::InvalidRequest, MD_TEXT("The only supported expectation is 100-continue"));
    m_expectsContinue = true;
    return true;
}

void RequestFramer::connection()
{
    m_request.keepAlive = m_minorVersion >= 1;
    for (const QByteArray &value : valuesOf("connection")) {
        for (const QByteArray &option : value.toLower().split(',')) {
            if (option.trimmed() == "close") {
                m_request.keepAlive = false;
                return;
            }
            if (option.trimmed() == "keep-alive")
                m_request.keepAlive = true;
        }
    }
}

qsizetype RequestFramer::feedBody(QByteArrayView bytes)
{
    m_expectsContinue = false; // it did not wait, or has been told
    if (m_chunks) {
        const auto taken = m_chunks->feed(bytes, m_request.body);
        if (!taken) {
            m_error = taken.error();
            m_state = State::Failed;
            return bytes.size();
        }
        if (m_chunks->complete())
            m_state = State::Complete;
        return *taken;
    }
    const qsizetype part = std::min<qint64>(m_bodyLeft, bytes.size());
    m_request.body.append(bytes.first(part));
    m_bodyLeft -= part;
    if (m_bodyLeft == 0)
        m_state = State::Complete;
    return part;
}

QByteArray FramedRequest::canonical() const
{
    QByteArray out;
    out.reserve(1024 + body.size());
    out += method + ' ' + target + " HTTP/1.1\r\nHost: " + (host.isEmpty() ? "localhost" : host) + "\r\n";
    for (const Header &header : headers)
        out += header.name + ": " + header.value + "\r\n";
    out += "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
    out += body;
    return out;
}

Request FramedRequest::parsed() const
{
    Request out;
    const qsizetype mark = target.indexOf('?');
    out.method = method;
    out.path = mark < 0 ? target : target.first(mark);
    out.query = mark < 0 ? QByteArray() : target.sliced(mark + 1);
    out.headers = headers;
    out.headers.push_back({"host", host.isEmpty() ? "localhost" : host});
    return out;
}

} // namespace modeldeck::api
