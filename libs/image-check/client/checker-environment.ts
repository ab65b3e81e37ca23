/** What the judge may know: where programs and temporary files are, and which network to use. */
const HANDED_ON = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot', 'LD_LIBRARY_PATH'],
  'NODE_COMPILE_CACHE',
];

/** Without these two glibc keeps the memory of large images in arenas for ever. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536' };

export const checkerEnvironment = (classifier: string | undefined, from: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(HANDED_ON.filter((name) => from[name] !== undefined).map((name) => [name, from[name]])),
  ...ALLOCATOR,
  ...(classifier !== undefined && { IMAGE_CLASSIFIER: classifier }),
});
