import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { pureSchemas, routesWithoutSchemas } from './plugins/contract.js';
import { GUIDE_PAGE, guidePages } from './plugins/guide-pages.js';

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

export default defineConfig({
  root: path('.'),
  plugins: [routesWithoutSchemas, pureSchemas, guidePages, vue({ include: [/\.vue$/, GUIDE_PAGE] })],
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
