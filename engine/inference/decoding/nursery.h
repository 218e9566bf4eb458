// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/descriptor.h"
#include "engine/inference/decoding/decoder.h"

#include <memory>
#include <sys/types.h>

namespace modeldeck::inference {

// A small process that starts decoders. It is forked while this process has a single thread and nothing of
// a model, so that its children have neither; a process with threads must not fork. It ends with us, and its
// decoders end with it. Of the descriptors that are open now it has none. One thread.
class Nursery
{
public:
    // `decode` runs in the decoders. Null if the system has no process to give.
    static std::unique_ptr<Nursery> start(const Decode &decode);
    ~Nursery(); // returns when it and all decoders have ended
    Nursery(const Nursery &) = delete;
    Nursery &operator=(const Nursery &) = delete;

    // Starts decoder `number`. If that is not possible, the other end of its socket hangs up. False: the
    // nursery is gone.
    bool startDecoder(quint32 number, const Descriptor &socket, const Descriptor &memory);
    // Ends it at once, whatever it does; one that has ended already is left alone.
    void killDecoder(quint32 number);

    pid_t processId() const { return m_process; }
    // Somebody killed it: no decoder can be started any more.
    bool isGone() const;

private:
    Nursery(Descriptor socket, pid_t process) : m_socket(std::move(socket)), m_process(process) {}

    Descriptor m_socket;
    pid_t m_process;
};

} // namespace modeldeck::inference
