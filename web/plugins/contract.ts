import type { Plugin } from 'vite';
import { ROUTES } from '../../libs/contract/routes.js';

/** The client needs methods and paths of routes. The schemas of their bodies, queries and replies would be half of a first load. */
export const routesWithoutSchemas: Plugin = {
  name: 'routes-without-schemas',
  load(id) {
    if (!id.endsWith('/web/src/shared/api/routes.ts')) return undefined;
    const routes = Object.entries(ROUTES).map(([name, { method, path: route }]) => [name, { method, path: route }]);
    return `export const ROUTES = ${JSON.stringify(Object.fromEntries(routes))};`;
  },
};

/** Marks the schemas of the contract as free of side effects, so that those that no screen uses are left out. Chained calls would keep them. */
export const pureSchemas: Plugin = {
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
