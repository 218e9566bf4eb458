// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rest/attackers.h"

#include <QElapsedTimer>
#include <arpa/inet.h>
#include <array>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace modeldeck::test {

namespace {

constexpr qint64 patience = 60'000; // ms; only a failing test waits that long
constexpr int drip = 10;            // ms between the bytes of a slow one

// One connection. Plain sockets: Qt's would not do what some of the attacks do.
class Attacker
{
public:
    Attacker(quint16 port, const Attack &attack) : m_attack(attack)
    {
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_done = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
                 (attack.how == Attack::How::AndLeave && attack.bytes.isEmpty());
        ::fcntl(m_socket, F_SETFL, O_NONBLOCK);
    }
    ~Attacker()
    {
        const linger reset{1, 0};
        if (m_attack.how == Attack::How::AndLeave)
            ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        ::close(m_socket);
    }
    Attacker(const Attacker &) = delete;
    Attacker &operator=(const Attacker &) = delete;

    const QByteArray &name() const { return m_attack.name; }
    bool isDone() const { return m_done; }
    pollfd watched() const { return {m_socket, short(POLLIN | (wantsToSend() ? POLLOUT : 0)), 0}; }

    void step(short events, bool mayDrip)
    {
        if (events & (POLLIN | POLLHUP | POLLERR))
            receive();
        if (!m_done && (events & POLLOUT || (mayDrip && m_attack.how == Attack::How::ByteByByte)))
            send();
    }

    // What is wrong with the answer.
    const char *complaint() const
    {
        if (m_received.isEmpty())
            return nullptr;
        if (m_received.startsWith("HTTP/1.1 500"))
            return "was answered with 500";
        // A port that speaks TLS may send an alert.
        return m_received.startsWith("HTTP/1.1 ") || m_received.startsWith('\x15')
                   ? nullptr
                   : "was not answered in HTTP";
    }

private:
    bool wantsToSend() const
    {
        return m_attack.how == Attack::How::Endless ||
               (m_attack.how != Attack::How::ByteByByte && m_sent < m_attack.bytes.size());
    }

    void send()
    {
        const qsizetype left = m_attack.bytes.size() - m_sent;
        const qsizetype part = m_attack.how == Attack::How::ByteByByte ? std::min<qsizetype>(left, 1) : left;
        const ssize_t sent =
            ::send(m_socket, m_attack.bytes.constData() + m_sent, std::size_t(part), MSG_NOSIGNAL);
        if (sent > 0)
            m_sent += sent;
        else if (sent < 0 && errno != EAGAIN)
            return receive(); // closed; the answer may be there
        if (m_sent < m_attack.bytes.size())
            return;
        if (m_attack.how == Attack::How::AndLeave)
            m_done = true;
        else if (m_attack.how == Attack::How::Endless) // the last line again
            m_sent = m_attack.bytes.lastIndexOf('\n', -2) + 1;
    }

    void receive()
    {
        std::array<char, 16 * 1024> part;
        ssize_t got = 0;
        while ((got = ::recv(m_socket, part.data(), part.size(), 0)) > 0)
            m_received.append(part.data(), got);
        const bool closed = got == 0 || errno != EAGAIN;
        m_done = closed || m_received.count("HTTP/1.1 ") >= m_attack.answers;
    }

    const Attack m_attack;
    int m_socket = -1;
    qsizetype m_sent = 0;
    bool m_done = false;
    QByteArray m_received;
};

using Attackers = std::vector<std::unique_ptr<Attacker>>;

void stepAll(const Attackers &attackers, bool mayDrip)
{
    std::vector<pollfd> watched;
    for (const auto &attacker : attackers)
        watched.push_back(attacker->watched());
    ::poll(watched.data(), watched.size(), drip);
    for (std::size_t i = 0; i < attackers.size(); ++i)
        attackers[i]->step(watched[i].revents, mayDrip);
}

} // namespace

QByteArray attack(quint16 port, const std::vector<Attack> &attacks)
{
    Attackers attackers;
    for (const Attack &attack : attacks)
        attackers.push_back(std::make_unique<Attacker>(port, attack));
    QElapsedTimer time;
    time.start();
    qint64 dripped = 0;
    while (!attackers.empty()) {
        const bool mayDrip = time.elapsed() - dripped >= drip;
        if (mayDrip)
            dripped = time.elapsed();
        stepAll(attackers, mayDrip);
        for (const auto &attacker : attackers) {
            if (const char *complaint = attacker->complaint())
                return attacker->name() + ' ' + complaint;
        }
        std::erase_if(attackers, [](const auto &attacker) { return attacker->isDone(); });
        if (time.elapsed() > patience)
            return attackers.empty() ? QByteArray()
                                     : attackers.front()->name() + " was neither answered nor closed";
    }
    return {};
}

} // namespace modeldeck::test
