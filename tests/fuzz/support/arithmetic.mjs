/** Graphs of integer arithmetic, valid but for their numbers, and whether the runtime survives them. */
import { fork } from 'node:child_process';

const varint = (value) => {
  const bytes = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
};
const whole = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const nested = (field, bytes) => Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
const text = (field, value) => nested(field, Buffer.from(value));
const join = (...parts) => Buffer.concat(parts.flat());

const TYPES = { f32: 1, i8: 3, i32: 6, i64: 7 };
const NUMBERS = [0n, 1n, -1n, 2n, 7n, 255n, 2n ** 31n, -(2n ** 31n), 2n ** 32n - 1n, 2n ** 53n + 1n, -(2n ** 63n)];
/** What the graphs are fed with, beside a float. */
export const FED = [-(2n ** 63n), -1n, 0n];

/** An ONNX graph from `x` (f32) and `i` (i64) whose nodes have inputs of the right types. */
export function arithmetic(random) {
  const values = [
    { name: 'x', type: 'f32' },
    { name: 'i', type: 'i64' },
  ];
  const constants = Array.from({ length: 3 }, (_, at) => constant(random, `c${at}`));
  values.push(...constants.map(({ name, type }) => ({ name, type })));
  const nodes = [];
  for (let at = 0; at < 2 + random.below(8); at++) {
    const { bytes, type } = node(random, values, `v${at}`);
    nodes.push(bytes);
    values.push({ name: `v${at}`, type });
  }
  const { name, type } = values.at(-1);
  const graph = join(
    nodes.map((one) => nested(1, one)),
    text(2, 'arithmetic'),
    constants.map(({ bytes }) => nested(5, bytes)),
    nested(11, valueInfo('x', 'f32')),
    nested(11, valueInfo('i', 'i64')),
    nested(12, valueInfo(name, type)),
  );
  return join(whole(1, 8), nested(7, graph), nested(8, join(text(1, ''), whole(2, 17))));
}

function constant(random, name) {
  const type = random.pick(['f32', 'i8', 'i32', 'i64']);
  const value = random.pick(NUMBERS);
  const bytes = Buffer.alloc({ f32: 4, i8: 1, i32: 4, i64: 8 }[type]);
  if (type === 'f32') bytes.writeFloatLE(Number(value));
  if (type === 'i8') bytes.writeInt8(Number(BigInt.asIntN(8, value)));
  if (type === 'i32') bytes.writeInt32LE(Number(BigInt.asIntN(32, value)));
  if (type === 'i64') bytes.writeBigInt64LE(value);
  const isTyped = type !== 'f32' && random.below(3) === 0;
  const data = isTyped ? whole(type === 'i64' ? 7 : 5, value) : nested(9, bytes);
  return { name, type, bytes: join(whole(1, 1), whole(2, TYPES[type]), text(8, name), data) };
}

function node(random, values, output) {
  const first = random.pick(values);
  const same = () => random.pick(values.filter(({ type }) => type === first.type));
  const make = (op, inputs, type = first.type, attribute = Buffer.alloc(0)) => ({
    bytes: join(
      inputs.map((one) => text(1, one.name)),
      text(2, output),
      text(4, op),
      attribute,
    ),
    type,
  });
  const number = (name, value) => nested(5, join(text(1, name), whole(3, value), whole(20, 2)));
  const to = random.pick(Object.keys(TYPES));
  return random.pick([
    () => make('Div', [first, same()]),
    () => make('Mod', [first, same()], first.type, number('fmod', first.type === 'f32' ? 1 : 0)),
    () => make(random.pick(['Add', 'Sub', 'Mul', 'Min', 'Max']), [first, same()]),
    () => make(random.pick(['Neg', 'Abs', 'Identity']), [first]),
    () => make('Cast', [first], to, number('to', TYPES[to])),
    () => make('Concat', [first, same()], first.type, number('axis', 0)),
    () => make(random.pick(['Shape', 'Size']), [first], 'i64'),
    () => make('Slice', [first, ...Array(2).fill(random.pick(values.filter(({ type }) => type === 'i64')))]),
    () => make('Gather', [first, random.pick(values.filter(({ type }) => type === 'i64'))]),
  ])();
}

const valueInfo = (name, type) =>
  join(text(1, name), nested(2, nested(1, join(whole(1, TYPES[type]), nested(2, nested(1, text(2, `${name}s`)))))));

/** Runs graphs in a process of its own, one after the other. */
export class Runtime {
  #child;

  /** @returns the signal that ended the process, if one did */
  run(graph) {
    this.#child ??= fork(new URL('./runtime-process.mjs', import.meta.url), { serialization: 'advanced' });
    const child = this.#child;
    return new Promise((resolve) => {
      const settle = (signal) => {
        child.removeAllListeners();
        resolve(signal);
      };
      child.once('message', () => settle(null));
      child.once('exit', (_code, signal) => {
        this.#child = undefined;
        settle(signal);
      });
      child.send(graph);
    });
  }

  close() {
    this.#child?.kill();
  }
}
