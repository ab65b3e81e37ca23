/**
 * Paths of programs and temporary files, the language, and nothing secret. Not the folder of Node's compile cache: no other process may
 * run what a sandbox wrote there, and a process whose folder is gone would try forever to make it when it ends.
 */
const PASSED = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot', 'LD_LIBRARY_PATH'];

/** Make glibc return the memory of evicted models and large images to the system. Otherwise it keeps it in arenas. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

/**
 * The environment of a program in a sandbox.
 * @param own its settings, without those that are undefined
 * @param env where the rest is taken from
 */
export const programEnvironment = (
  own: Readonly<Record<string, string | undefined>> = {},
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv => {
  const passed = PASSED.map((name) => [name, env[name]] as const);
  const all = [...passed, ...Object.entries(ALLOCATOR), ...Object.entries(own)];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
};
