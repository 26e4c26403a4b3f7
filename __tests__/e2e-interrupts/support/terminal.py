"""Runs a command in a pseudo-terminal of its own, in a session of its own.

What comes in on standard input is typed, what the terminal shows goes to standard output. File descriptor 3 gets the command's
process id, and later its exit code, a line each. The terminal stays until nobody can write to it any more, so that it shows what
comes after the command's end.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import threading


def report_end(command):
    _, status = os.waitpid(command, 0)
    code = os.waitstatus_to_exitcode(status)
    os.write(3, f"{code if code >= 0 else 128 - code}\n".encode())


command, terminal = pty.fork()
if command == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
os.write(3, f"{command}\n".encode())
threading.Thread(target=report_end, args=(command,)).start()

sources = [terminal, 0]
while terminal in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            data = os.read(source, 65536)
        except OSError:  # EIO: the last one who had the terminal open has closed it
            data = b""
        if not data:
            sources.remove(source)
        elif source == terminal:
            os.write(1, data)
        else:
            os.write(terminal, data)
