// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QTemporaryDir>

// Files that the server reads: tokens, certificates and keys.
namespace modeldeck::test {

// Self-signed for localhost, until 2126; made for these tests.
inline const QByteArray certificate = R"(-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUfJDETIb3hEEf57Wp9tpKQkt3njMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDAwMTkzNVoYDzIxMjYxMDMx
MDAxOTM1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATiT1ITL2M12sZPzwlAlyZTJNOK837P+zymhmjZXw8hFn2QVg2lyWQI
N9Ed1IOttxvGYNqhIVFulAFzOr+HfBg2o1MwUTAdBgNVHQ4EFgQUDHR/GlXlP6q3
LEUHJTgJwArogHEwHwYDVR0jBBgwFoAUDHR/GlXlP6q3LEUHJTgJwArogHEwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA83rGBrpYLAFont+MG8gf
uO6dudEEJ01yoA37c/X7G84CIQD0glzwz75WbN9flmm3wNngCxMWJdOvRdwDyeH6
W4Y1xw==
-----END CERTIFICATE-----
)";
inline const QByteArray certificateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjzHvfEe8fs724f5F
W+fRm9Y20CJ7QuNFDb1MGQ+qFwmhRANCAATiT1ITL2M12sZPzwlAlyZTJNOK837P
+zymhmjZXw8hFn2QVg2lyWQIN9Ed1IOttxvGYNqhIVFulAFzOr+HfBg2
-----END PRIVATE KEY-----
)";

// Another one.
inline const QByteArray secondCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUFVSoff3cG7AwmOkVp60D36jQJVwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE3MDMxNloYDzIxMjYxMDMx
MTcwMzE2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARdMsAxoyxvggA7L/IgnFQkVrQxQ3kpdcwcyN11AcaDjYRa2zhD9ywL
KWFsb3sICOz1yrH8H5hNMUZX2usyyWM5o1MwUTAdBgNVHQ4EFgQUwuDrWV/HzxAK
5itrLMJYNaiObUIwHwYDVR0jBBgwFoAUwuDrWV/HzxAK5itrLMJYNaiObUIwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAqnFKCPIpVtrT5N1vK9XC
XEZAJ5Wq+2ELVREwG3Czl30CIHJgP+Zjytqw3R1GhU4pm/z0d3ne1/0hF1YcvAgr
5qfN
-----END CERTIFICATE-----
)";
inline const QByteArray secondCertificateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZXoxH2FWuv+96+pg
aArGlMSDOAZxXqE70Pf7+sjy8auhRANCAARdMsAxoyxvggA7L/IgnFQkVrQxQ3kp
dcwcyN11AcaDjYRa2zhD9ywLKWFsb3sICOz1yrH8H5hNMUZX2usyyWM5
-----END PRIVATE KEY-----
)";

inline QString write(const QTemporaryDir &folder, const QByteArray &text,
                     const QString &name = QStringLiteral("token"),
                     QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(text);
    file.close();
    file.setPermissions(permissions);
    return file.fileName();
}

} // namespace modeldeck::test
