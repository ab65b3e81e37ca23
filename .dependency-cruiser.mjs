/**
 * The dependency rules of docs/ARCHITECTURE.md as an allow-list: a dependency that is not listed here fails the check.
 * Specs and files in tests/ may import anything; nothing may import them.
 */
const SLICES = 'accounts|notifications|comments|rooms|chat|jam|generation|feed|hub|safety|lending';
const SPEC = '\\.spec\\.ts$';

/** Which slice may import which other slice, and only its index.ts. */
const SLICE_ARROWS = {
  accounts: [],
  notifications: ['accounts'],
  safety: ['accounts', 'notifications'],
  comments: ['accounts', 'notifications', 'safety'],
  hub: ['accounts', 'comments', 'notifications', 'safety'],
  rooms: ['accounts', 'safety'],
  chat: ['accounts', 'comments', 'notifications', 'rooms', 'generation', 'safety'],
  generation: ['accounts', 'hub', 'safety'],
  jam: ['rooms', 'generation', 'safety'],
  feed: ['accounts', 'comments', 'notifications', 'rooms', 'generation', 'hub', 'safety'],
  lending: ['accounts', 'notifications', 'rooms', 'generation', 'safety'],
};

const arrow = (from, ...to) => ({ from: { path: from }, to: { path: to } });
const inSlice = (folder) => `^libs/(${SLICES})/${folder}/`;
const INDEX = (lib) => `^libs/${lib}/index\\.ts$`;
const KERNEL = INDEX('kernel');
const CONTRACT = INDEX('contract');
const INFOTEXT = INDEX('infotext');
const IMAGE_CHECK = INDEX('image-check');
const ONNXRUNTIME = INDEX('onnxruntime');
const SANDBOX = INDEX('sandbox');
const GRAPHICS_CARDS = INDEX('graphics-cards');
const PLATFORM = INDEX('platform/[^/]+');

const insideSlices = [
  arrow(inSlice('domain'), '^libs/$1/domain/', KERNEL, CONTRACT),
  arrow(
    inSlice('use-cases'),
    '^libs/$1/(use-cases|domain|storage)/',
    KERNEL,
    CONTRACT,
    INDEX('platform/(config|blobs)'),
  ),
  arrow(
    inSlice('storage'),
    '^libs/$1/(storage|domain)/',
    KERNEL,
    CONTRACT,
    INDEX('platform/(config|database|cache|blobs|images|rate-limits)'),
  ),
  arrow(inSlice('api'), '^libs/$1/(api|use-cases|storage|domain)/', KERNEL, CONTRACT, PLATFORM),
  // The module wires the slice; index.ts exports what others may use.
  arrow(`^libs/(${SLICES})/[^/]+\\.module\\.ts$`, '^libs/$1/', KERNEL, PLATFORM),
  arrow(`^libs/(${SLICES})/index\\.ts$`, '^libs/$1/'),
  // A second entry point for the CLI, which needs no server.
  arrow('^libs/generation/(cli|lender)\\.ts$', '^libs/generation/'),
];

const betweenSlices = Object.entries(SLICE_ARROWS)
  .filter(([, to]) => to.length > 0)
  .map(([from, to]) => ({
    from: { path: `^libs/${from}/`, pathNot: `^libs/${from}/(domain|storage)/` },
    to: { path: INDEX(`(${to.join('|')})`) },
  }));

const foundations = [
  arrow(
    '^libs/(kernel|contract|graphics-cards|infotext|diffusion|image-check|onnxruntime|sandbox|word-filter)/',
    '^libs/$1/',
  ),
  arrow('^libs/kernel/', CONTRACT),
  arrow('^libs/diffusion/', INFOTEXT),
  arrow('^libs/diffusion/sessions/', ONNXRUNTIME),
  arrow('^libs/image-check/classifiers/', ONNXRUNTIME),
  // Which cards there are, and what they are doing.
  arrow('^libs/(diffusion/devices|generation/api|platform/doctor)/', GRAPHICS_CARDS),
  arrow('^libs/word-filter/', CONTRACT),
  arrow('^libs/platform/([^/]+)/', '^libs/platform/$1/', PLATFORM, KERNEL, CONTRACT),
  // Start processes that handle files of strangers.
  arrow('^libs/(generation/api|feed/api|image-check/client|platform/images)/', SANDBOX),
  // Reads room logs with the names that users have now.
  arrow('^libs/rooms/storage/room-log\\.ts$', INDEX('accounts')),
  // Reads from the files which LoRA is compatible with which model; never imports the runtime.
  arrow('^libs/generation/(storage|api)/', '^libs/diffusion/(additions|lora-compatibility|model-files)\\.ts$'),
  // Inspects untrusted files in a worker thread; never imports the runtime.
  arrow('^libs/hub/(storage|api)/', '^libs/diffusion/inspection\\.ts$'),
  // Reads the generation parameters of uploaded images.
  arrow('^libs/feed/(use-cases|storage|api)/', INFOTEXT),
  // The image checker is a separate process; this entry point loads no classifier.
  arrow('^libs/safety/api/', IMAGE_CHECK),
  arrow('^libs/safety/use-cases/', INDEX('word-filter')),
  // Names fold look-alikes by the same tables, without the terms.
  arrow('^libs/accounts/use-cases/', '^libs/word-filter/normalization/index\\.ts$'),
  // Applies prompt prefixes, and reads the tags of extra networks and the parts of a prompt.
  arrow('^libs/generation/(use-cases|storage|api)/', INFOTEXT),
];

const processes = [
  arrow('^apps/([^/]+)/', '^apps/$1/'),
  arrow('^apps/(server|cli|worker)/', '^apps/shared/'),
  arrow('^apps/(server|cli|shared)/', INDEX(`(${SLICES})`), PLATFORM, KERNEL, CONTRACT),
  // The doctor counts models without the runtime.
  arrow('^apps/shared/', '^libs/diffusion/model-files\\.ts$'),
  arrow('^apps/', INFOTEXT),
  arrow(
    '^apps/cli/',
    INDEX('diffusion'),
    GRAPHICS_CARDS,
    '^libs/diffusion/(additions|inspection|lora-compatibility|model-files)\\.ts$',
    '^libs/generation/(cli|lender)\\.ts$',
  ),
  // `render --reproduce` re-encodes the images of its user as a server does an upload.
  arrow('^apps/cli/src/render/', '^libs/platform/images/run-image-task\\.ts$'),
  // A worker needs the remote end of the render transport, and no database.
  arrow('^apps/worker/', '^libs/generation/render-worker\\.module\\.ts$', PLATFORM, KERNEL),
  // The renderer imports the protocol only: generation's index.ts would load the server.
  arrow('^apps/image-checker/', '^libs/image-check/'),
  arrow('^apps/image-decoder/', '^libs/platform/images/(image-task|run-image-task)\\.ts$'),
  arrow('^apps/renderer/', IMAGE_CHECK),
  arrow('^apps/renderer/src/(devices/trial/)?main\\.ts$', '^libs/onnxruntime/telemetry\\.ts$'),
  arrow(
    '^apps/renderer/',
    INDEX('diffusion'),
    '^libs/generation/domain/((renderer|probe|finisher)-protocol|lent-order)\\.ts$',
    KERNEL,
  ),
];

/**
 * Which slice of the client may import which other slice, and only its index.ts. Only app/ composes slices that do not
 * know each other; it alone loads their pages, by path, when they open.
 */
const WEB_ARROWS = {
  accounts: [],
  safety: ['accounts'],
  notifications: ['accounts', 'safety'],
  comments: ['accounts', 'safety'],
  generation: ['accounts', 'safety'],
  rooms: ['accounts', 'safety'],
  jam: ['rooms', 'generation', 'safety'],
  chat: ['rooms', 'generation', 'comments', 'accounts', 'safety'],
  hub: ['jam', 'rooms', 'generation', 'comments', 'accounts', 'safety'],
  feed: ['hub', 'jam', 'rooms', 'generation', 'comments', 'accounts', 'safety'],
  lending: ['generation', 'safety'],
};

const WEB_SLICES = Object.keys(WEB_ARROWS).join('|');
const WEB_INDEX = (slices) => `^web/src/(${slices})/index\\.ts$`;

const web = [
  arrow('^web/src/', INFOTEXT),
  arrow('^web/src/app/', '^web/src/(app|shared)/', WEB_INDEX(WEB_SLICES), CONTRACT),
  { from: { path: '^web/src/app/' }, to: { path: `^web/src/(${WEB_SLICES})/`, dynamic: true } },
  arrow('^web/src/app/locales\\.en\\.ts$', 'i18n\\.en\\.ts$'),
  arrow('^web/src/shared/', '^web/src/shared/', CONTRACT),
  ...Object.entries(WEB_ARROWS).map(([from, to]) =>
    arrow(
      `^web/src/${from}/`,
      `^web/src/(${from}|shared)/`,
      CONTRACT,
      ...(to.length > 0 ? [WEB_INDEX(to.join('|'))] : []),
    ),
  ),
  // The build of the client: its plugins know the routes.
  arrow('^web/[^/]+\\.ts$', '^web/(plugins/)?[^/]+\\.ts$'),
  arrow('^web/plugins/', '^libs/contract/routes\\.ts$'),
];

/** A package, and the only folders that may import it. */
const pin = (name, packages, folders) => ({
  name,
  severity: 'error',
  from: { pathNot: [...folders, SPEC, '^tests/'] },
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
      '^libs/platform/(database|images|jobs)/',
      '^apps/cli/src/backup/',
    ]),
    pin('sockets-in-realtime', 'socket\\.io[^/]*|@socket\\.io/[^/]+|@nestjs/platform-socket\\.io', [
      '^libs/platform/realtime/',
      '^web/src/shared/',
    ]),
    pin('prometheus-in-metrics', 'prom-client', ['^libs/platform/http/metrics/']),
    pin('queues-in-the-transport', 'bullmq', ['^libs/generation/api/cluster/']),
    pin('onnx-without-telemetry', 'onnxruntime-node|onnxruntime-common', ['^libs/onnxruntime/']),
    pin('tensorflow-in-the-image-check', '@tensorflow/[^/]+|nsfwjs', ['^libs/image-check/classifiers/']),
    {
      name: 'lora-compatibility-without-the-runtime',
      severity: 'error',
      from: { path: '^libs/diffusion/(additions|lora-compatibility|inspection)\\.ts$' },
      to: { path: '(^|/)node_modules/onnxruntime-', reachable: true },
    },
    pin('nest-on-the-server', '@nestjs/[^/]+', [
      '^apps/(server|cli|worker|shared)/',
      '^libs/platform/',
      `^libs/(${SLICES})/`,
    ]),
    pin('vue-in-the-web', 'vue|pinia|vue-router|codemirror', ['^web/']),
    pin('texts-by-typed-keys', 'vue-i18n', ['^web/src/shared/i18n/']),
  ],
  allowed: [
    ...insideSlices,
    ...betweenSlices,
    ...foundations,
    ...processes,
    ...web,
    { from: {}, to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'] } },
    arrow(`${SPEC}|^tests/`, '^(apps|libs|web|tests|tools)/'),
    // Benchmarks start the services of the tests.
    arrow('^tools/', '^tools/'),
  ],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    // Benchmarks import the build, `../dist/…`, which may not exist yet.
    exclude: { path: '^((\\.\\./)*dist|\\.runtime|data|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'types'] },
  },
};
