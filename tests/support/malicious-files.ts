import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { onCleanup } from './cleanup.js';
import { externalEntry, message, model, node, text, whole } from './tiny-onnx.js';

/** A separate folder, outside of which nothing may be read. */
export function maliciousFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'visionary-wicked-'));
  onCleanup(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export function writeFileIn(dir: string, name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** The output of `pickle.dumps` for a call that runs a program, in a protocol with a version header. */
export function pickle(protocol: 2 | 3 | 4 | 5): Buffer {
  const call = Buffer.from('cposix\nsystem\nX\x05\x00\x00\x00touch\x85R.', 'latin1');
  const frame = Buffer.alloc(9);
  frame[0] = 0x95;
  frame.writeBigUInt64LE(BigInt(call.length), 1);
  return Buffer.concat([Buffer.from([0x80, protocol]), ...(protocol >= 4 ? [frame] : []), call]);
}

/** A zip like torch.save writes it: uncompressed, with the pickle first. */
export function torchZip(name = 'archive/data.pkl', content: Uint8Array = pickle(2)): Buffer {
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(content), 0);
  sizes.writeUInt32LE(content.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  const names = Buffer.alloc(4);
  names.writeUInt16LE(name.length);
  const common = Buffer.concat([Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]), sizes, names]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

const VALUE = { name: 'x', type: 'float32', shape: [4] } as const;
const RESULT = { name: 'y', type: 'float32', shape: [4] } as const;

/** A graph from x to y with these nodes and constants. */
export function graphOf(nodes: readonly Buffer[], constants: readonly Buffer[] = []): Uint8Array {
  return model(nodes, [VALUE], RESULT, constants);
}

/** A graph of one operation. */
export function graphWith(op: string, more: readonly Buffer[] = [], inputs: readonly string[] = ['x']): Uint8Array {
  return graphOf([message(node(op, inputs, ['y']), ...more)]);
}

/** A graph with a weight of four floats in an external file. */
export function graphBeside(location: string, places: Readonly<Record<string, string>> = {}): Uint8Array {
  const entries = Object.entries({ location, ...places }).map(([key, value]) => externalEntry(key, value));
  const weight = message(whole(1, 4), whole(2, 1), text(8, 'w'), ...entries, whole(14, 1));
  return graphOf([node('Add', ['x', 'w'], ['y'])], [weight]);
}
