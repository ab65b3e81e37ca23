import { crc32, deflateRawSync } from 'node:zlib';
import { EDGES } from './random.mjs';

const u16 = (value) => Buffer.from([value & 255, (value >>> 8) & 255]);
const u32 = (value) => Buffer.concat([u16(value), u16(value >>> 16)]);

/** A .safetensors file, most of the time one whose header agrees with its bytes. */
export function weights(random) {
  const dtypes = { F32: 4, F16: 2, BF16: 2, I64: 8, U8: 1 };
  const header = {};
  let at = 0;
  for (let i = 1 + random.below(6); i > 0; i--) {
    const dtype = random.pick(Object.keys(dtypes));
    const shape = random.list(3, () => random.below(5));
    const bytes = shape.reduce((product, side) => product * side, 1) * dtypes[dtype];
    const name = random.pick(['lora_unet_a_attn2_to_k', 'unet.b', '[object Object]', 'x'.repeat(300), 'ü']) + i;
    const role = random.pick(['.lora_down.weight', '.lora_up.weight', '.alpha', '.weight', '']);
    header[name + role] = { dtype, shape, data_offsets: [at, at + bytes] };
    at += bytes;
  }
  if (random.below(3) === 0) {
    header.__metadata__ = { ss_tag_frequency: random.pick(['{"a":{"b":3}}', '{"a":', '[]', '{"a":null}']) };
  }
  if (random.below(3) === 0) lie(random, header);
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(at, random.pick([0, 1, 0x7f, 0xff]))]);
}

function lie(random, header) {
  const tensor = header[random.pick(Object.keys(header))];
  const key = random.pick(['dtype', 'shape', 'data_offsets']);
  tensor[key] = random.pick([
    null,
    'F32',
    [],
    random.pick(EDGES),
    [random.pick(EDGES), random.pick(EDGES)],
    { a: 1 },
    [[1]],
  ]);
}

const varint = (value) => {
  const bytes = [];
  for (let rest = BigInt.asUintN(64, BigInt(Math.trunc(Math.abs(value) < 1e20 ? value : 0))); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
};
const whole = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const nested = (field, bytes) => Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
const text = (field, value) => nested(field, Buffer.from(value));
const join = (...parts) => Buffer.concat(parts.flat());

const OPS = [
  'Relu',
  'Add',
  'If',
  'Loop',
  'Constant',
  'ConstantOfShape',
  'DepthToSpace',
  'Range',
  'Resize',
  'Concat',
  'Evil',
  '',
];
const NAMES = ['x', 'y', 'w', 'z', '', 'conv_in.weight', 'n'.repeat(5_000)];

/** An ONNX graph of parts that match, or almost. */
export function graph(random, depth = 0) {
  const inner = graphMessage(random, depth);
  return join(whole(1, random.pick([8, 10, 99])), nested(7, inner), nested(8, join(text(1, ''), whole(2, 17))));
}

function graphMessage(random, depth) {
  return join(
    random.list(8, () => nested(1, node(random, depth))),
    random.list(4, () => nested(5, tensor(random))),
    nested(11, valueInfo(random, 'x')),
    nested(12, valueInfo(random, random.pick(['x', 'y']))),
  );
}

function node(random, depth) {
  return join(
    random.list(3, () => text(1, random.pick(NAMES))),
    random.list(2, () => text(2, random.pick(NAMES))),
    text(4, random.pick(OPS)),
    random.list(2, () => nested(5, attribute(random, depth))),
    random.below(8) === 0 ? text(7, random.pick(['com.microsoft', 'evil', ''])) : Buffer.alloc(0),
  );
}

function attribute(random, depth) {
  const name = random.pick(['blocksize', 'axis', 'value', 'then_branch', 'shape', 'to']);
  const values = [
    () => whole(3, random.pick(EDGES)),
    () => join(random.list(20, () => whole(8, random.pick(EDGES)))),
    () => nested(5, tensor(random)),
    () => (depth < 5 ? nested(6, graphMessage(random, depth + 1)) : Buffer.alloc(0)),
  ];
  return join(text(1, name), random.pick(values)());
}

function tensor(random) {
  const dims = random.list(4, () => (random.below(6) === 0 ? random.pick(EDGES) : random.below(5)));
  const type = random.pick([1, 6, 7, 9, 10, 16, 8, 99]);
  const count = dims.reduce((product, side) => product * side, 1);
  const bytes =
    Number.isFinite(count) && count >= 0 && count < 1e4
      ? count * (type === 7 ? 8 : type === 1 || type === 6 ? 4 : 2)
      : 8;
  const entries = Object.entries({
    location: random.pick(['../x', '/etc/passwd', 'a.data', '']),
    offset: String(random.pick(EDGES)),
  });
  const beside = entries.map(([key, value]) => nested(13, join(text(1, key), text(2, value))));
  const place =
    random.below(4) === 0 ? join(beside, whole(14, 1)) : nested(9, Buffer.alloc(bytes, random.pick([0, 63, 255])));
  return join(
    dims.map((side) => whole(1, side)),
    whole(2, type),
    text(8, random.pick(NAMES)),
    place,
  );
}

function valueInfo(random, name) {
  const sides = random.list(4, () => nested(1, random.below(2) ? whole(1, random.pick(EDGES)) : text(2, 'side')));
  return join(text(1, name), nested(2, nested(1, join(whole(1, 1), nested(2, join(sides))))));
}

const PATHS = [
  'unet/model.onnx',
  '../out.onnx',
  '/out.onnx',
  'a/../../out.onnx',
  'C:\\out.onnx',
  '..\\out',
  'con',
  'a\0b',
  'unet/',
  '墨.json',
  '.x',
];

/** A zip with malformed entries. */
export function zip(random) {
  const locals = [];
  const entries = [];
  let at = 0;
  for (let i = random.below(6); i >= 0; i--) {
    const { local, entry } = zipEntry(random, at);
    locals.push(local);
    entries.push(entry);
    at += local.length;
  }
  const list = join(entries);
  const count = random.below(8) === 0 ? random.pick([0, 65_535, 1]) : entries.length;
  const end = join(
    Buffer.from('PK\x05\x06\0\0\0\0', 'latin1'),
    u16(count),
    u16(count),
    u32(list.length),
    u32(at),
    u16(0),
  );
  return join(locals, list, end);
}

function zipEntry(random, at) {
  const name = Buffer.from(random.pick(PATHS));
  const plain = random.below(10) === 0 ? Buffer.alloc(2 ** 22) : Buffer.from('{"a": 1}');
  const packs = random.below(2) === 0;
  const packed = packs ? deflateRawSync(plain) : plain;
  const claimed = random.below(4) === 0 ? random.pick([0, 1, 0xffffffff, 2 ** 30]) : plain.length;
  const flags = random.below(10) === 0 ? 1 : 0x800;
  const common = join(u16(20), u16(flags), u16(random.below(10) === 0 ? 99 : packs ? 8 : 0), u32(0));
  const sizes = join(u32(crc32(plain)), u32(packed.length), u32(claimed), u16(name.length), u16(0));
  const kind = random.pick([0o100644, 0o120777, 0o060000, 0o040755]) << 16;
  const attributes = join(u16(0), u16(0), u16(0), u32(kind >>> 0), u32(at));
  return {
    local: join(Buffer.from('PK\x03\x04', 'latin1'), common, sizes, name, packed),
    entry: join(Buffer.from('PK\x01\x02', 'latin1'), u16(0x0314), common, sizes, attributes, name),
  };
}
