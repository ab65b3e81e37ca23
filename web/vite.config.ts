import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { ROUTES } from '../libs/contract/routes.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const server = process.env['VISIONARY_SERVER'] ?? 'http://127.0.0.1:3000';

/**
 * Of packages, what is big and rarely changed: a new version of ours leaves it in the cache. Of ours, what many screens
 * share: in a hundred small files, a first visit would take a third more CPU time, and no fewer bytes. Markdown stays
 * apart, because a first visit needs none.
 */
const PARTS = [
  {
    name: 'editor',
    test: /node_modules\/(@codemirror|codemirror|@lezer|style-mod|w3c-keyname|crelt|y-codemirror|yjs|y-protocols|lib0)/,
  },
  { name: 'vue', test: /node_modules\/(@vue|vue|pinia|vue-router|vue-i18n|@intlify)\// },
  { name: 'zod', test: /node_modules\/zod\// },
  { name: 'markdown', test: /node_modules\/(markdown-it|linkify-it|mdurl|uc\.micro|punycode|entities)/ },
  {
    name: 'interface',
    test: /node_modules\/@lucide|web\/src\/(shared|notifications)\/(?!markdown|inbox\/(notification-text|NotificationRow))/,
    minShareCount: 2,
    maxModuleSize: 5_000,
  },
  {
    name: 'shared',
    test: /^(?!.*\/(shared\/markdown|notifications\/inbox)\/)/,
    minShareCount: 4,
    maxModuleSize: 20_000,
  },
];

/** The client needs methods and paths of routes. The schemas of their bodies, queries and replies would be half of a first load. */
const routesWithoutSchemas: Plugin = {
  name: 'routes-without-schemas',
  load(id) {
    if (!id.endsWith('/web/src/shared/api/routes.ts')) return undefined;
    const routes = Object.entries(ROUTES).map(([name, { method, path: route }]) => [name, { method, path: route }]);
    return `export const ROUTES = ${JSON.stringify(Object.fromEntries(routes))};`;
  },
};

/** Marks the schemas of the contract as free of side effects, so that those that no screen uses are left out. Chained calls would keep them. */
const pureSchemas: Plugin = {
  name: 'pure-schemas',
  transform(code, id) {
    if (!/\/libs\/contract\/[\w-]+\.ts$/.test(id)) return undefined;
    const values = this.parse(code).body.flatMap((statement) => {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      if (declared?.type !== 'VariableDeclaration') return [];
      return declared.declarations.flatMap(({ init }) => (init && !/Literal|Function/.test(init.type) ? init : []));
    });
    let marked = code;
    for (const { start, end } of values.toReversed()) {
      marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => (${marked.slice(start, end)}))()${marked.slice(end)}`;
    }
    return { code: marked, map: null };
  },
};

export default defineConfig({
  root: path('.'),
  plugins: [routesWithoutSchemas, pureSchemas, vue()],
  resolve: {
    alias: {
      '@visionary/contract': path('../libs/contract/index.ts'),
      '@visionary/infotext': path('../libs/infotext/index.ts'),
      '@/': path('./src/'),
    },
  },
  server: { proxy: { '/api': server, '/socket.io': { target: server, ws: true } } },
  build: {
    outDir: path('../dist/web'),
    emptyOutDir: true,
    // A data: font or script would need a hole in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    // The names of all emoji, fetched by those who open the picker.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: { codeSplitting: { groups: PARTS } },
      // An index only names what a slice exports: who imports one name does not load the others.
      treeshake: {
        moduleSideEffects: [
          { test: /(web\/src\/(\w+|shared\/ui)\/index|libs\/contract\/[\w-]+)\.ts$/, sideEffects: false },
        ],
      },
    },
  },
});
