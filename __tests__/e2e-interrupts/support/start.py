"""Runs a command as a session of its own, in a pseudo-terminal (`terminal`) or with its output in a pipe (`pipe`).

What comes in on standard input is typed into the terminal; what the command and its children write goes to standard output. File
descriptor 3 gets the command's process id, and later its exit code, a line each. This goes on until nobody can write any more, so
that it shows what comes after the command's end.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import threading


def fork_with_pipe():
    output, input = os.pipe()
    command = os.fork()
    if command == 0:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(input, 1)
        os.dup2(input, 2)
    os.close(input)
    return command, output


def fork_in_terminal():
    command, terminal = pty.fork()
    if command != 0:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    return command, terminal


def report_end(command):
    _, status = os.waitpid(command, 0)
    code = os.waitstatus_to_exitcode(status)
    os.write(3, f"{code if code >= 0 else 128 - code}\n".encode())


place, *words = sys.argv[1:]
command, output = fork_in_terminal() if place == "terminal" else fork_with_pipe()
if command == 0:
    os.execvp(words[0], words)
os.write(3, f"{command}\n".encode())
threading.Thread(target=report_end, args=(command,)).start()

sources = [output, 0]
while output in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            data = os.read(source, 65536)
        except OSError:  # EIO: the last one who had the terminal open has closed it
            data = b""
        if not data:
            sources.remove(source)
        elif source == output:
            os.write(1, data)
        else:
            os.write(output, data)
