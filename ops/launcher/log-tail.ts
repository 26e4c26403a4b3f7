import { closeSync, openSync, readSync } from 'node:fs';

/** Reads what was added to a growing file since the last look. */
export class LogTail {
  private readonly fd: number;
  private readonly buffer = Buffer.alloc(64 * 1024);
  private position = 0;

  constructor(file: string) {
    this.fd = openSync(file, 'r');
  }

  /** Hands over what is new, in pieces. */
  read(take: (piece: Buffer) => void): void {
    for (;;) {
      const length = readSync(this.fd, this.buffer, 0, this.buffer.length, this.position);
      if (length === 0) return;
      this.position += length;
      take(Buffer.from(this.buffer.subarray(0, length)));
    }
  }

  close(): void {
    closeSync(this.fd);
  }
}
