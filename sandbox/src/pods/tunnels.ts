import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** The connections that a proxy opened for CONNECT. */
export class Tunnels {
  private readonly ends = new Set<Duplex>();

  /** Answers CONNECT with a connection to a host, or says that there is none. */
  open(socket: Duplex, head: Buffer, port: number, host = '127.0.0.1'): void {
    let isOpen = false;
    const upstream = connect(port, host, () => {
      isOpen = true;
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) {
      this.ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.ends.delete(end);
        if (isOpen) socket.destroy();
        else this.refuse(socket);
        upstream.destroy();
      });
    }
  }

  refuse(socket: Duplex): void {
    socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n');
  }

  close(): void {
    for (const end of this.ends) end.destroy();
  }
}
