import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CHUNK_BYTES, type InstanceMessage, MAX_PENDING_READS } from '../../../domain/lending-protocol.js';

type Data = Extract<InstanceMessage, { type: 'data' }>;

/** Several ranges on their way, so that a distant instance is no slower than its line. */
const AHEAD = MAX_PENDING_READS;

type RequestRange = (sha256: string, from: number, until: number) => Promise<void>;

interface PendingRead {
  readonly resolve: (data: Data) => void;
  readonly reject: (error: Error) => void;
}

/** Files of the instance, read in ranges and verified by their hashes. A file that was cut off is continued. */
export class RemoteFiles {
  private readonly pending = new Map<string, PendingRead>();

  private request: RequestRange = () => Promise.reject(new Error('There is no connection to the instance.'));

  /** @param partsDir for incomplete files */
  constructor(private readonly partsDir: string) {}

  /** Sets how the instance is asked for a range. */
  requestWith(request: RequestRange): void {
    this.request = request;
  }

  receive(data: Data): void {
    this.pending.get(keyOf(data.sha256, data.from))?.resolve(data);
  }

  /** Nothing more arrives over this connection. */
  disconnect(): void {
    for (const { reject } of this.pending.values()) reject(new Error('The connection to the instance was lost.'));
    this.pending.clear();
  }

  /** @throws Error if the instance does not give it, or gives another one */
  async fetch(sha256: string, path: string): Promise<void> {
    await mkdir(this.partsDir, { recursive: true });
    const part = join(this.partsDir, sha256);
    await this.complete(sha256, part);
    if ((await hashOf(part)) !== sha256) {
      await rm(part);
      throw new Error('It arrived with another content than announced.');
    }
    await rename(part, path);
  }

  /** A small file. @throws Error as `fetch` */
  async read(sha256: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const { bytes } of this.ranges(sha256, 0)) chunks.push(bytes);
    const content = Buffer.concat(chunks);
    if (createHash('sha256').update(content).digest('hex') === sha256) return content;
    throw new Error('An image arrived with another content than announced.');
  }

  /** Whether a file can be fetched is known only when it is. */
  sizeOf(): Promise<number> {
    return Promise.resolve(0);
  }

  private async complete(sha256: string, part: string): Promise<void> {
    const file = await open(part, 'a');
    try {
      for await (const { bytes } of this.ranges(sha256, (await stat(part)).size)) await write(file, bytes);
    } finally {
      await file.close();
    }
  }

  /** All ranges from an offset on, in order. */
  private async *ranges(sha256: string, offset: number): AsyncGenerator<{ readonly bytes: Uint8Array }> {
    let size = Infinity;
    let next = offset;
    const ahead: Promise<Data>[] = [];
    const readAhead = () => {
      while (ahead.length < AHEAD && next < size && (size !== Infinity || ahead.length === 0)) {
        ahead.push(this.readRange(sha256, next));
        next += CHUNK_BYTES;
      }
    };
    for (readAhead(); ahead.length > 0; readAhead()) {
      const { bytes, of } = await ahead.shift()!;
      if (!bytes || of === undefined) throw new Error('The instance does not have it any more.');
      size = of;
      yield { bytes };
    }
  }

  private readRange(sha256: string, from: number): Promise<Data> {
    const key = keyOf(sha256, from);
    const data = new Promise<Data>((resolve, reject) => {
      this.pending.set(key, { resolve, reject });
      this.request(sha256, from, from + CHUNK_BYTES).catch(reject);
    }).finally(() => this.pending.delete(key));
    // Awaited in order; a later one may fail first.
    data.catch(() => undefined);
    return data;
  }
}

const keyOf = (sha256: string, from: number): string => `${sha256}:${from}`;

const write = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  if (bytes.length > 0) await file.writeFile(bytes);
};

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
