import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { at, root } from './paths.mjs';
import { capture } from './processes.mjs';
import { say, seconds, Stop } from './console.mjs';

/** The settings of Nest's own command line, shared with it. */
const swc = JSON.parse(readFileSync(at('nest-cli.json'), 'utf8')).compilerOptions.builder.options;

/**
 * Build targets with their sources and their outputs in dist/. A target is built in its own folder and then moved, so
 * a failed or interrupted build keeps the last good one.
 */
const TARGETS = [
  {
    name: 'server',
    sources: [...swc.filenames, swc.swcrcPath, 'nest-cli.json', 'package-lock.json'],
    results: swc.filenames,
    command: (folder) => [
      at('node_modules', '@swc', 'cli', 'bin', 'swc.js'),
      ...[...swc.filenames, '--out-dir', folder, '--config-file', swc.swcrcPath, '--copy-files', '--quiet'],
    ],
  },
  {
    name: 'page',
    sources: ['web', 'libs/contract', 'libs/infotext', 'tsconfig.base.json', 'package-lock.json'],
    results: ['web'],
    command: (folder) => [
      at('node_modules', 'vite', 'bin', 'vite.js'),
      ...['build', 'web', '--outDir', join(folder, 'web'), '--emptyOutDir', '--logLevel', 'warn'],
    ],
  },
];

function* filesIn(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) yield path;
  else for (const name of readdirSync(path).sort()) if (name !== 'node_modules') yield* filesIn(join(path, name));
}

/** SHA-256 over names and contents of all sources. Includes specs for simplicity. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesIn(at(source))) {
      const content = readFileSync(file);
      hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

const stampOf = (target) => at('dist', `.${target.name}.sha256`);

function upToDate(target, hash) {
  const stampFile = stampOf(target);
  return (
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === hash &&
    target.results.every((result) => existsSync(at('dist', result)))
  );
}

async function buildTarget(target, { node, env }) {
  const hash = fingerprint(target.sources);
  if (upToDate(target, hash)) return false;
  const startedAt = Date.now();
  // At the same depth as dist/, so that relative paths in source maps stay valid.
  const folder = at(`.building-${target.name}-${process.pid}`);
  try {
    const { code, output } = await capture(node, target.command(folder), { env });
    if (code !== 0) {
      console.error(output.trim());
      throw new Stop(`The ${target.name} could not be built.`, 'The output of the compiler is above.');
    }
    mkdirSync(at('dist'), { recursive: true });
    rmSync(stampOf(target), { force: true });
    for (const result of readdirSync(folder)) {
      rmSync(at('dist', result), { recursive: true, force: true });
      renameSync(join(folder, result), at('dist', result));
    }
    writeFileSync(stampOf(target), hash);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`Built the ${target.name} in ${seconds(Date.now() - startedAt)}`);
  return true;
}

/**
 * Builds what has changed since the last build: the server into dist/apps and dist/libs, the client into dist/web.
 * @returns {Promise<boolean>} whether anything had changed
 */
export async function build(run, names = TARGETS.map((target) => target.name)) {
  const targets = TARGETS.filter((target) => names.includes(target.name));
  const built = await Promise.all(targets.map((target) => buildTarget(target, run)));
  return built.some(Boolean);
}
