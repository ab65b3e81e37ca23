/**
 * The arrows of docs/ARCHITECTURE.md as an allow-list: a dependency nobody wrote down here fails the check.
 * Specs and what stands in tests/ may reach for anything; nothing may reach for them.
 */
const SLICES = 'accounts|rooms|chat|jam|generation|feed|hub|safety';
const SPEC = '\\.spec\\.ts$';

/** Which slice may enter which other slice, and only by its door. */
const SLICE_ARROWS = {
  accounts: [],
  safety: ['accounts'],
  hub: ['accounts', 'safety'],
  rooms: ['accounts', 'safety'],
  chat: ['accounts', 'rooms', 'generation', 'safety'],
  generation: ['accounts', 'hub', 'safety'],
  jam: ['rooms', 'generation', 'safety'],
  feed: ['accounts', 'rooms', 'generation', 'hub', 'safety'],
};

const arrow = (from, ...to) => ({ from: { path: from }, to: { path: to } });
const inSlice = (folder) => `^libs/(${SLICES})/${folder}/`;
const DOOR = (lib) => `^libs/${lib}/index\\.ts$`;
const KERNEL = DOOR('kernel');
const CONTRACT = DOOR('contract');
const INFOTEXT = DOOR('infotext');
const IMAGE_CHECK = DOOR('image-check');
const PLATFORM = DOOR('platform/[^/]+');

const insideSlices = [
  arrow(inSlice('domain'), '^libs/$1/domain/', KERNEL, CONTRACT),
  arrow(inSlice('use-cases'), '^libs/$1/(use-cases|domain|storage)/', KERNEL, CONTRACT),
  arrow(inSlice('storage'), '^libs/$1/(storage|domain)/', KERNEL, CONTRACT, DOOR('platform/(database|cache)')),
  arrow(inSlice('api'), '^libs/$1/(api|use-cases|domain)/', KERNEL, CONTRACT, PLATFORM),
  // The module binds the slice together, the door shows what others may use.
  arrow(`^libs/(${SLICES})/[^/]+\\.module\\.ts$`, '^libs/$1/', KERNEL, PLATFORM),
  arrow(`^libs/(${SLICES})/index\\.ts$`, '^libs/$1/'),
  // A second door for programs at a terminal, which need no server.
  arrow('^libs/generation/cli\\.ts$', '^libs/generation/'),
];

const betweenSlices = Object.entries(SLICE_ARROWS)
  .filter(([, to]) => to.length > 0)
  .map(([from, to]) => ({
    from: { path: `^libs/${from}/`, pathNot: `^libs/${from}/(domain|storage)/` },
    to: { path: DOOR(`(${to.join('|')})`) },
  }));

const foundations = [
  arrow('^libs/(kernel|contract|infotext|diffusion|image-check|word-filter)/', '^libs/$1/'),
  arrow('^libs/diffusion/', INFOTEXT),
  arrow('^libs/platform/([^/]+)/', '^libs/platform/$1/', PLATFORM, KERNEL, CONTRACT),
  // Which LoRA fits which model is read from their files; this door never leads to the runtime.
  arrow('^libs/generation/(storage|api)/', '^libs/diffusion/lora-compatibility\\.ts$'),
  // What strangers' files hold is read without the runtime, in a thread; this door never leads to it.
  arrow('^libs/hub/(storage|api)/', '^libs/diffusion/inspection\\.ts$'),
  // What images from elsewhere say of how they were made.
  arrow('^libs/feed/(use-cases|api)/', INFOTEXT),
  // The judge of images is a process of its own; whoever asks it comes in by this door, which loads no network.
  arrow('^libs/safety/api/', IMAGE_CHECK, DOOR('word-filter')),
  // What the house adds to a prompt, as one.
  arrow('^libs/generation/api/', INFOTEXT),
  // What a prompt asks for in tags.
  arrow('^libs/generation/storage/', INFOTEXT),
];

const processes = [
  arrow('^apps/([^/]+)/', '^apps/$1/'),
  arrow('^apps/(server|cli)/', DOOR(`(${SLICES})`), PLATFORM, KERNEL, CONTRACT),
  arrow('^apps/', INFOTEXT),
  arrow('^apps/cli/', DOOR('diffusion'), '^libs/diffusion/lora-compatibility\\.ts$', '^libs/generation/cli\\.ts$'),
  // A renderer for servers elsewhere needs their far end, and no database.
  arrow('^apps/worker/', '^libs/generation/render-worker\\.module\\.ts$', PLATFORM, KERNEL),
  // The renderer comes in by the protocol: generation's door would bring the server with it.
  arrow('^apps/image-checker/', '^libs/image-check/'),
  arrow('^apps/renderer/', IMAGE_CHECK),
  arrow('^apps/renderer/', DOOR('diffusion'), '^libs/generation/domain/(renderer|probe)-protocol\\.ts$', KERNEL),
];

/** In the browser the room is the page that holds the others. */
const WEB_ARROWS = {
  rooms: ['chat', 'jam', 'generation', 'feed', 'safety'],
  feed: ['chat', 'comments', 'jam', 'generation', 'safety'],
  hub: ['chat', 'comments', 'jam', 'generation', 'feed', 'safety'],
  comments: ['chat', 'safety'],
  jam: ['generation', 'safety'],
  chat: ['generation', 'safety'],
  generation: ['safety'],
};

const web = [
  arrow('^web/src/', INFOTEXT),
  arrow('^web/src/app/', '^web/src/', CONTRACT),
  arrow('^web/src/shared/', '^web/src/shared/', CONTRACT),
  // What every page of somebody shows: how far they have read, what others want of them.
  arrow('^web/src/me/', '^web/src/(me|shared)/', CONTRACT),
  arrow(`^web/src/(${SLICES}|comments)/`, '^web/src/($1|accounts|me|shared)/', CONTRACT),
  ...Object.entries(WEB_ARROWS).map(([from, to]) => arrow(`^web/src/${from}/`, `^web/src/(${to.join('|')})/`)),
  arrow('^web/[^/]+\\.ts$', '^web/[^/]+\\.ts$'),
];

/** A package and the only rooms that may open it. */
const pin = (name, packages, rooms) => ({
  name,
  severity: 'error',
  from: { pathNot: [...rooms, SPEC, '^tests/'] },
  to: { path: `(^|/)node_modules/(${packages})/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'must-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs|web)/', pathNot: SPEC },
      to: { path: [SPEC, '^tests/'] },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs|web/src)/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'domain-is-plain',
      severity: 'error',
      from: { path: '^libs/(kernel|[^/]+/domain)/', pathNot: [SPEC, '^libs/jam/'] },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'jam-domain-knows-yjs-only',
      severity: 'error',
      from: { path: '^libs/jam/domain/', pathNot: SPEC },
      to: { dependencyTypes: ['npm', 'core'], pathNot: '(^|/)node_modules/(yjs|y-protocols|lib0)/' },
    },
    {
      name: 'contract-imports-zod-only',
      severity: 'error',
      from: { path: '^libs/contract/', pathNot: SPEC },
      to: { dependencyTypes: ['npm', 'core'], pathNot: '(^|/)node_modules/zod/' },
    },
    {
      name: 'infotext-is-plain',
      severity: 'error',
      from: { path: '^libs/infotext/', pathNot: SPEC },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    pin('database-in-storage', '@mikro-orm/[^/]+|mysql2|better-sqlite3|kysely', [
      '^libs/[^/]+/storage/',
      '^libs/platform/database/',
    ]),
    pin('sockets-in-realtime', 'socket\\.io[^/]*|@socket\\.io/[^/]+|@nestjs/platform-socket\\.io', [
      '^libs/platform/realtime/',
      '^web/src/shared/',
    ]),
    pin('prometheus-in-metrics', 'prom-client', ['^libs/platform/http/metrics/']),
    pin('queues-in-the-transport', 'bullmq', ['^libs/generation/api/cluster/']),
    pin('onnx-in-diffusion', 'onnxruntime-node|onnxruntime-common', [
      '^libs/diffusion/',
      '^libs/image-check/classifiers/',
    ]),
    pin('tensorflow-in-the-image-check', '@tensorflow/[^/]+|nsfwjs', ['^libs/image-check/classifiers/']),
    {
      name: 'lora-compatibility-without-the-runtime',
      severity: 'error',
      from: { path: '^libs/diffusion/(lora-compatibility|inspection)\\.ts$' },
      to: { path: '(^|/)node_modules/onnxruntime-', reachable: true },
    },
    pin('nest-on-the-server', '@nestjs/[^/]+', ['^apps/(server|cli|worker)/', '^libs/platform/', `^libs/(${SLICES})/`]),
    pin('vue-in-the-web', 'vue|pinia|vue-router|vue-i18n|element-plus|codemirror', ['^web/']),
  ],
  allowed: [
    ...insideSlices,
    ...betweenSlices,
    ...foundations,
    ...processes,
    ...web,
    { from: {}, to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'] } },
    arrow(`${SPEC}|^tests/`, '^(apps|libs|web|tests|tools)/'),
    // Benches bring up the services that the tests have.
    arrow('^tools/', '^tools/'),
  ],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    // The benches measure what is built: `../dist/…`, also while it is not built yet and so cannot be resolved.
    exclude: { path: '^((\\.\\./)*dist|\\.runtime|data|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'types'] },
  },
};
