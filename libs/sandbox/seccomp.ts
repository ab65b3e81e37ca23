import { arch, endianness } from 'node:os';

/**
 * A filter of system calls for bubblewrap: a compiled program of the classic Berkeley Packet Filter, as seccomp(2) takes
 * it. It denies calls that reach the kernel's rarely used parts, other processes, or the file system's layout. Everything
 * that Node and the ONNX runtime need stays allowed.
 */

/** Numbers of system calls: x86_64, and aarch64 where the call exists there. */
const DENIED_CALLS: Readonly<Record<string, readonly [x64: number, arm64?: number]>> = {
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  statmount: [457, 457],
  listmount: [458, 458],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  unshare: [272, 97],
  setns: [308, 268],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  syslog: [103, 116],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  vhangup: [153, 58],
  personality: [135, 92],
  fanotify_init: [300, 262],
  lookup_dcookie: [212, 18],
  move_pages: [279, 239],
  migrate_pages: [256, 238],
  iopl: [172],
  ioperm: [173],
  modify_ldt: [154],
  // Memory that no process has to map, which the polling of resident memory would not see.
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  shmctl: [31, 195],
  shmat: [30, 196],
  semget: [64, 190],
  msgget: [68, 186],
  mq_open: [240, 180],
  uselib: [134],
  ustat: [136],
  sysfs: [139],
};

interface Architecture {
  /** AUDIT_ARCH of linux/audit.h. */
  readonly audit: number;
  /** Column of DENIED_CALLS. */
  readonly column: 0 | 1;
  readonly socket: number;
  readonly socketpair: number;
  readonly clone: number;
  readonly clone3: number;
  readonly mmap: number;
  /** Calls from here on belong to another interface of the same processor (x32). */
  readonly firstForeignCall?: number;
}

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    column: 0,
    socket: 41,
    socketpair: 53,
    clone: 56,
    clone3: 435,
    mmap: 9,
    firstForeignCall: 0x40000000,
  },
  arm64: { audit: 0xc00000b7, column: 1, socket: 198, socketpair: 199, clone: 220, clone3: 435, mmap: 222 },
};

/** Instructions of linux/bpf_common.h: 32-bit absolute loads, a bitwise and, comparisons with a constant, returns. */
const [LOAD, AND, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN] = [0x20, 0x54, 0x15, 0x35, 0x45, 0x06];

/** Offsets in `struct seccomp_data`; the low halves of arguments, in little endian. */
const [CALL, ARCHITECTURE, FIRST_ARGUMENT, FOURTH_ARGUMENT] = [0, 4, 16, 40];

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const ERRNO = 0x00050000;
const [EPERM, ENOSYS, EAFNOSUPPORT] = [1, 38, 97];

const AF_UNIX = 1;
/** CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET; CLONE_NEWTIME is a signal number here and needs unshare. */
const NEW_NAMESPACE = 0x7e020000;

/** MAP_ANONYMOUS, and the bit that MAP_SHARED and MAP_SHARED_VALIDATE have in common. */
const SHARED_ANONYMOUS = 0x21;

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, operand: number];

const load = (offset: number): Instruction => [LOAD, 0, 0, offset];
const result = (value: number): Instruction => [RETURN, 0, 0, value];
const deny = (errno: number): Instruction => result(ERRNO | errno);

/** Runs `then`, which ends the program, when the loaded word compares as `jump` says. */
const when = (jump: number, operand: number, then: readonly Instruction[]): Instruction[] => [
  [jump, 0, then.length, operand],
  ...then,
];

/** Graphics drivers keep what they share with a device in such memory. It counts for the process that maps it. */
const CALLS_OF_GRAPHICS = ['memfd_create'];

/**
 * @param usesGraphics whether graphics drivers run in the process
 * @returns null where the architecture is unknown, whose programs bubblewrap then starts without a filter
 */
export function seccompFilter(architecture: string = arch(), usesGraphics = false): Buffer | null {
  const target = ARCHITECTURES[architecture];
  if (!target || endianness() !== 'LE') return null;
  const denied = Object.entries(DENIED_CALLS).filter(([name]) => !usesGraphics || !CALLS_OF_GRAPHICS.includes(name));
  const numbers = denied.map(([, call]) => call[target.column]);
  const onlyUnixSockets = [load(FIRST_ARGUMENT), ...when(JUMP_EQUAL, AF_UNIX, [result(ALLOW)]), deny(EAFNOSUPPORT)];
  return encode([
    load(ARCHITECTURE),
    [JUMP_EQUAL, 1, 0, target.audit],
    result(KILL_PROCESS),
    load(CALL),
    ...(target.firstForeignCall === undefined ? [] : when(JUMP_AT_LEAST, target.firstForeignCall, [deny(ENOSYS)])),
    ...numbers.flatMap((number) => (number === undefined ? [] : when(JUMP_EQUAL, number, [deny(EPERM)]))),
    // The C library falls back to clone, whose flags can be read.
    ...when(JUMP_EQUAL, target.clone3, [deny(ENOSYS)]),
    ...when(JUMP_EQUAL, target.socket, onlyUnixSockets),
    ...when(JUMP_EQUAL, target.socketpair, onlyUnixSockets),
    ...when(JUMP_EQUAL, target.clone, [
      load(FIRST_ARGUMENT),
      ...when(JUMP_ANY_BIT, NEW_NAMESPACE, [deny(EPERM)]),
      result(ALLOW),
    ]),
    // Pages of such a mapping stay in memory after a process gave them up, and count for no process.
    ...when(JUMP_EQUAL, target.mmap, [
      load(FOURTH_ARGUMENT),
      [AND, 0, 0, SHARED_ANONYMOUS],
      ...when(JUMP_EQUAL, SHARED_ANONYMOUS, [deny(EPERM)]),
      result(ALLOW),
    ]),
    result(ALLOW),
  ]);
}

const INSTRUCTION_BYTES = 8;

/** As an array of `struct sock_filter`. */
function encode(instructions: readonly Instruction[]): Buffer {
  const program = Buffer.alloc(instructions.length * INSTRUCTION_BYTES);
  for (const [index, [code, jumpTrue, jumpFalse, operand]] of instructions.entries()) {
    const offset = program.writeUInt16LE(code, index * INSTRUCTION_BYTES);
    program.writeUInt32LE(operand >>> 0, program.writeUInt8(jumpFalse, program.writeUInt8(jumpTrue, offset)));
  }
  return program;
}
