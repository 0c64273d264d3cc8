/// What a command changes about its own process before it does anything else.
#pragma once

namespace dcrvoter::app {

/// No core dumps, and no other process of the same user may read our memory (ptrace, /proc/PID/mem).
/// For each command that touches keys or passwords, before it reads any. A kernel that refuses
/// changes nothing: the service unit limits the same.
void forbid_dumps() noexcept;

/// Where standard input, output or error was closed, /dev/null takes its number; its use fails as
/// before. Otherwise the next file or connection gets that number, and what is printed goes into it.
/// First thing in main.
void fill_standard_streams() noexcept;

/// For `run`: the reader of the log may end, its file may reach a limit, and a hang-up may come while
/// the configuration is still being read; none of them ends a voter.
void outlive_the_log() noexcept;

/// The calling thread goes before others of this machine, such as a node beside us that is busy with the
/// block that is to be voted on. Where the system does not permit it, nothing changes.
void go_first() noexcept;

/// After `milliseconds` the process ends with this exit code, whatever its threads wait for: a log
/// that nobody reads, a disk that hangs.
void end_within(int milliseconds, int exit_code) noexcept;

}  // namespace dcrvoter::app
