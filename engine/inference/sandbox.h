// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <sys/types.h>

// What a runner gives up, since it decodes files that strangers made. Each function gives an empty string, or
// says why the kernel did not do it; the runner then goes on without.
namespace modeldeck::inference::sandbox {

constexpr int runnerOomScore = 800;

// The kernel takes this process before the panel when memory runs out.
QString volunteerForOomKiller(int score = runnerOomScore);

// Asks to die with the parent. False if `parent` is no longer ours: it died before we asked.
bool dieWithParent(pid_t parent);

// For all threads, for good: no new privileges, no sockets but local ones, no io_uring (which
// could open them).
QString forbidInternet();

// No sockets at all, for a process that has what it needs.
QString forbidSockets();

// For this thread and those it starts: files can be read below `modelDir` and behind its symbolic links,
// which in the Hugging Face cache lead elsewhere, and nothing can be written, run or connected to. With `gpu`
// its devices and libraries stay open. Threads that libraries started earlier (OpenBLAS's; they only
// multiply) keep their rights on kernels before 7.0.
QString confineFiles(const QString &modelDir, bool gpu);

// No file can be opened any more.
QString closeFiles();

} // namespace modeldeck::inference::sandbox
