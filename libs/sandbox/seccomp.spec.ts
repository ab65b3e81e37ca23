import { describe, expect, it } from '@jest/globals';
import { seccompFilter } from './seccomp.js';

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const errno = (number: number) => 0x00050000 | number;

/** Runs a filter as the kernel does, for the instructions that it uses. */
function run(
  filter: Buffer,
  data: { call: number; architecture: number; argument?: number; fourthArgument?: number },
): number {
  const { call, architecture, argument = 0, fourthArgument = 0 } = data;
  const words: Record<number, number> = { 0: call, 4: architecture, 16: argument, 40: fourthArgument };
  let word = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const [code, yes, no] = [filter.readUInt16LE(at), filter.readUInt8(at + 2), filter.readUInt8(at + 3)];
    const operand = filter.readUInt32LE(at + 4);
    if (code === 0x06) return operand;
    if (code === 0x20) word = words[operand]!;
    else if (code === 0x54) word &= operand;
    else {
      const tests: Record<number, boolean> = {
        0x15: word === operand,
        0x35: word >= operand,
        0x45: (word & operand) >>> 0 !== 0,
      };
      at += 8 * (tests[code] ? yes : no);
    }
  }
  throw new Error('the filter has no end');
}

describe('seccompFilter', () => {
  it.each([
    [
      'x64',
      0xc000003e,
      { ptrace: 101, mount: 165, memfd: 319, shmget: 29, socket: 41, clone: 56, read: 0, openat: 257, futex: 202 },
    ],
    [
      'arm64',
      0xc00000b7,
      { ptrace: 117, mount: 40, memfd: 279, shmget: 194, socket: 198, clone: 220, read: 63, openat: 56, futex: 98 },
    ],
  ] as const)('[E39] the filter denies rare system calls when the machine is %s', (name, architecture, calls) => {
    const filter = seccompFilter(name)!;
    const of = (call: number, argument = 0) => run(filter, { call, architecture, argument });
    const denied = [calls.ptrace, calls.mount, calls.memfd, calls.shmget];
    expect(denied.map((call) => of(call))).toEqual(denied.map(() => errno(1)));
    // Graphics drivers need that one alone.
    const ofDrivers = (call: number) => run(seccompFilter(name, true)!, { call, architecture });
    expect(denied.map(ofDrivers)).toEqual([errno(1), errno(1), ALLOW, errno(1)]);
    // io_uring_setup and bpf-like calls, and clone3, have the same numbers or a fallback everywhere.
    expect([of(425), of(435)]).toEqual([errno(1), errno(38)]);
    expect([of(calls.socket, 1), of(calls.socket, 2), of(calls.socket, 10)]).toEqual([ALLOW, errno(97), errno(97)]);
    // A thread; a process; a user namespace.
    expect([0x003d0f00, 0x01200011, 0x10000011].map((flags) => of(calls.clone, flags))).toEqual([
      ALLOW,
      ALLOW,
      errno(1),
    ]);
    expect([calls.read, calls.openat, calls.futex].map((call) => of(call))).toEqual([ALLOW, ALLOW, ALLOW]);
  });

  it.each([
    ['x64', 0xc000003e, 9],
    ['arm64', 0xc00000b7, 222],
  ] as const)(
    '[E49] the filter denies only shared anonymous mappings when the machine is %s',
    (name, architecture, call) => {
      const filter = seccompFilter(name)!;
      const withFlags = (flags: number) => run(filter, { call, architecture, fourthArgument: flags });
      // MAP_SHARED and MAP_SHARED_VALIDATE, also with MAP_NORESERVE.
      expect([0x21, 0x23, 0x4021].map(withFlags)).toEqual([errno(1), errno(1), errno(1)]);
      // Anonymous memory, a stack, and files: shared, and private.
      expect([0x22, 0x20122, 0x01, 0x03, 0x02].map(withFlags)).toEqual(Array(5).fill(ALLOW));
    },
  );

  it('[E39] the filter ends a process when it calls as another architecture', () => {
    const filter = seccompFilter('x64')!;
    expect(run(filter, { call: 0, architecture: 0x40000003 })).toBe(KILL);
    expect(run(filter, { call: 0x40000000 + 101, architecture: 0xc000003e })).toBe(errno(38));
    expect(seccompFilter('riscv64')).toBeNull();
  });
});
