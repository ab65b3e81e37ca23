import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CHUNK_BYTES, type InstanceMessage, MAX_PENDING_READS } from '../../../domain/lending-protocol.js';

type Data = Extract<InstanceMessage, { type: 'data' }>;

/** Several ranges on their way, so that a distant instance is no slower than its line. */
const AHEAD = MAX_PENDING_READS;

/** A connection to the instance, which gives it the files of its current take. */
export interface FileConnection {
  /** Whether its current take needs the file. */
  needs(sha256: string): boolean;
  request(sha256: string, from: number, until: number): Promise<void>;
}

interface PendingRead {
  readonly connection: FileConnection;
  readonly resolve: (data: Data) => void;
  readonly reject: (error: Error) => void;
}

/** Files of the instance, read in ranges and verified by their hashes. A file that was cut off is continued. */
export class RemoteFiles {
  private readonly pending = new Map<string, PendingRead>();

  private readonly connections: FileConnection[] = [];

  /** @param partsDir for incomplete files */
  constructor(private readonly partsDir: string) {}

  /** Adds a way to ask the instance. */
  connect(connection: FileConnection): void {
    this.connections.push(connection);
  }

  receive(data: Data): void {
    this.pending.get(keyOf(data.sha256, data.from))?.resolve(data);
  }

  /** Nothing more arrives over this connection. */
  disconnect(connection: FileConnection): void {
    for (const [key, pending] of this.pending) {
      if (pending.connection !== connection) continue;
      this.pending.delete(key);
      pending.reject(new Error('The connection to the instance was lost.'));
    }
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
    const data = this.requestRange(sha256, from);
    // Awaited in order; a later one may fail first.
    data.catch(() => undefined);
    return data;
  }

  /** Once more over another connection, if the take ended meanwhile for which the first one might have it. */
  private async requestRange(sha256: string, from: number): Promise<Data> {
    const first = this.connectionFor(sha256);
    const data = await this.requestOver(first, sha256, from);
    const second = data.bytes ? first : this.connectionFor(sha256);
    return second === first ? data : this.requestOver(second, sha256, from);
  }

  /** @throws Error without a connection */
  private connectionFor(sha256: string): FileConnection {
    const connection = this.connections.find((one) => one.needs(sha256)) ?? this.connections[0];
    if (!connection) throw new Error('There is no connection to the instance.');
    return connection;
  }

  private requestOver(connection: FileConnection, sha256: string, from: number): Promise<Data> {
    const key = keyOf(sha256, from);
    return new Promise<Data>((resolve, reject) => {
      this.pending.set(key, { connection, resolve, reject });
      connection.request(sha256, from, from + CHUNK_BYTES).catch(reject);
    }).finally(() => this.pending.delete(key));
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
