import { readFileSync } from 'node:fs';

type Header = Record<string, { readonly data_offsets: readonly [number, number] }>;

const PREFIX = 'first_stage_model.';

/** A checkpoint as two files: one without its VAE, and the VAE. */
export function splitVae(path: string): { readonly checkpoint: Buffer; readonly vae: Buffer } {
  const whole = readFileSync(path);
  const start = 8 + Number(whole.readBigUInt64LE(0));
  const { __metadata__: _metadata, ...tensors } = JSON.parse(whole.toString('utf8', 8, start)) as Header;
  const fileWith = (isIn: (tensor: string) => boolean): Buffer => {
    const parts: Buffer[] = [];
    let offset = 0;
    const header = Object.entries(tensors).flatMap(
      ([
        tensor,
        {
          data_offsets: [from, to],
          ...rest
        },
      ]) => {
        if (!isIn(tensor)) return [];
        parts.push(whole.subarray(start + from, start + to));
        const at = offset;
        offset += to - from;
        return [[tensor.replace(PREFIX, ''), { ...rest, data_offsets: [at, offset] }]];
      },
    );
    const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, text, ...parts]);
  };
  return {
    checkpoint: fileWith((tensor) => !tensor.startsWith(PREFIX)),
    vae: fileWith((tensor) => tensor.startsWith(PREFIX)),
  };
}
