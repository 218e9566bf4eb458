// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rest/rest_config.h"

#include <QDtls>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslKey>
#include <QUdpSocket>
#include <algorithm>

namespace modeldeck::api {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestToken = 4096;

tl::unexpected<Error> invalid(const char *setting, Text message, Text hint = {})
{
    return failure(Error(ErrorCode::InvalidSetting, std::move(message))
                       .ofParameter(QString::fromLatin1(setting))
                       .withHint(std::move(hint)));
}

Result<QList<QHostAddress>> readAddresses(const QStringList &names)
{
    QList<QHostAddress> addresses;
    for (const QString &name : names) {
        QHostAddress address;
        if (name == "localhost"_L1)
            addresses << QHostAddress(QHostAddress::LocalHost) << QHostAddress(QHostAddress::LocalHostIPv6);
        else if (address.setAddress(name))
            addresses << address;
        else
            return invalid("rest_api_address", Text(MD_TEXT("%1 is not an IP address"), name));
    }
    if (addresses.isEmpty())
        return invalid("rest_api_address", MD_TEXT("rest_api_address is empty"));
    return addresses;
}

Result<QByteArray> readFile(const char *setting, const QString &path, qint64 most)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        const QString reason = QFileInfo::exists(path) ? file.errorString() : u"no such file"_s;
        return invalid(setting, Text(MD_TEXT("%1 can't be read: %2"), path, reason));
    }
    return file.read(most);
}

// Most private keys hold their public half (RFC 8017, A.1.2; RFC 5915), in the same bytes as the certificate
// has it: the end of the certificate's is the key itself.
bool holdsPublicHalf(const QSslKey &key, const QSslCertificate &certificate)
{
    constexpr qsizetype enough = 32;
    return key.toDer().contains(certificate.publicKey().toDer().right(enough));
}

// An elliptic curve's need not (RFC 5915, 3): then OpenSSL computes it. Qt asks it to only for a handshake,
// and QDtls is the one that begins without a connection: it gets as far as the pair allows.
bool beginsHandshake(const QList<QSslCertificate> &chain, const QSslKey &key)
{
    QSslConfiguration pair = QSslConfiguration::defaultDtlsConfiguration();
    pair.setLocalCertificateChain(chain);
    pair.setPrivateKey(key);
    QDtls server(QSslSocket::SslServerMode);
    server.setPeer(QHostAddress::LocalHost, 1);
    server.setDtlsConfiguration(pair);
    QUdpSocket unused;
    (void)server.doHandshake(&unused, "no hello");
    return server.dtlsError() != QDtlsError::TlsInitializationError;
}

bool belongTogether(const QList<QSslCertificate> &chain, const QSslKey &key)
{
    return holdsPublicHalf(key, chain.first()) || beginsHandshake(chain, key);
}

Result<QSslConfiguration> readTls(const QString &certificatePath, const QString &keyPath)
{
    if (certificatePath.isEmpty() || keyPath.isEmpty()) {
        return invalid(keyPath.isEmpty() ? "rest_api_tls_key" : "rest_api_tls_certificate",
                       MD_TEXT("HTTPS needs both a certificate and its key"));
    }
    constexpr qint64 mostPem = 1024 * 1024;
    const auto certificatePem = readFile("rest_api_tls_certificate", certificatePath, mostPem);
    const auto keyPem = readFile("rest_api_tls_key", keyPath, mostPem);
    if (!certificatePem || !keyPem)
        return failure(certificatePem ? keyPem.error() : certificatePem.error());
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*certificatePem, QSsl::Pem);
    if (chain.isEmpty())
        return invalid("rest_api_tls_certificate",
                       Text(MD_TEXT("%1 contains no PEM certificate"), certificatePath));
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        const QSslKey key(*keyPem, algorithm);
        if (key.isNull())
            continue;
        if (!belongTogether(chain, key)) {
            return invalid("rest_api_tls_key",
                           Text(MD_TEXT("%1 is not the key of %2"), keyPath, certificatePath),
                           MD_TEXT("Replace both files; the new pair takes effect once they match"));
        }
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificateChain(chain);
        tls.setPrivateKey(key);
        tls.setPeerVerifyMode(QSslSocket::VerifyNone); // clients show a token, not a certificate
        return tls;
    }
    return invalid("rest_api_tls_key", Text(MD_TEXT("%1 contains no PEM key without a passphrase"), keyPath));
}

} // namespace

Result<QByteArray> readTokenFile(const QString &path)
{
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    const auto text = readFile("rest_api_token_file", path, longestToken + 1);
    if (!text)
        return text;
    if (QFileInfo(path).permissions() & others) {
        return invalid("rest_api_token_file",
                       Text(MD_TEXT("Users other than its owner can read or write %1"), path),
                       Text(MD_TEXT("chmod 600 %1"), path));
    }
    const QByteArray token = text->trimmed();
    if (token.isEmpty())
        return invalid("rest_api_token_file", Text(MD_TEXT("%1 is empty"), path));
    const bool printable = std::ranges::all_of(token, [](char c) { return c > ' ' && c < 0x7f; });
    if (!printable || token.size() > longestToken)
        return invalid("rest_api_token_file",
                       Text(MD_TEXT("%1 must contain exactly one line of printable ASCII"), path));
    return token;
}

Result<RestConfig> RestConfig::read(const Settings &settings)
{
    RestConfig out;
    out.enabled = settings[RestApiEnabled];
    if (!out.enabled)
        return out;
    const auto addresses = readAddresses(settings[RestApiAddress]);
    if (!addresses)
        return failure(addresses.error());
    out.addresses = *addresses;
    out.port = quint16(settings[RestApiPort]);
    if (const QString file = settings[RestApiTokenFile]; !file.isEmpty()) {
        const auto token = readTokenFile(file);
        if (!token)
            return failure(token.error());
        out.access.token = *token;
    }
    const auto open = std::ranges::find_if_not(out.addresses, &QHostAddress::isLoopback);
    if (open != out.addresses.end() && out.access.token.isEmpty()) {
        return invalid("rest_api_address",
                       Text(MD_TEXT("%1 is not a loopback address, and no token is set"), open->toString()),
                       MD_TEXT("Set rest_api_token_file, or listen on 127.0.0.1"));
    }
    out.access.authReads = settings[RestApiAuthReads];
    out.access.hosts = settings[RestApiAllowedHosts];
    out.access.origins = settings[RestApiAllowedOrigins];
    out.gate.limits = {qsizetype(settings[RestApiMaxHeaderBytes]), settings[RestApiMaxBodyBytes]};
    out.gate.connections = int(settings[RestApiMaxConnections]);
    out.gate.headerTime = settings[RestApiHeaderTimeout];
    out.gate.bodyTime = settings[RestApiBodyTimeout];
    const QString certificate = settings[RestApiTlsCertificate];
    const QString key = settings[RestApiTlsKey];
    if (!certificate.isEmpty() || !key.isEmpty()) {
        const auto tls = readTls(certificate, key);
        if (!tls)
            return failure(tls.error());
        out.gate.tls = *tls;
    }
    return out;
}

} // namespace modeldeck::api
