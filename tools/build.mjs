import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { at, root } from './paths.mjs';
import { capture } from './processes.mjs';
import { logStep, seconds, UserError } from './console.mjs';

/** The settings of Nest's own command line, shared with it. */
const swc = JSON.parse(readFileSync(at('nest-cli.json'), 'utf8')).compilerOptions.builder.options;

/**
 * Build targets with their sources and their outputs in dist/. A target is built in its own folder and then moved, so
 * a failed or interrupted build keeps the last good one.
 */
const TARGETS = [
  {
    name: 'server',
    sources: [
      ...swc.filenames,
      swc.swcrcPath,
      'nest-cli.json',
      'package-lock.json',
      'tools/programs.mjs',
      'tools/empty-database.mjs',
    ],
    outputs: [...swc.filenames, 'chunks'],
    commands: (outputDir) => [
      [
        at('node_modules', '@swc', 'cli', 'bin', 'swc.js'),
        ...[...swc.filenames, '--out-dir', outputDir, '--config-file', swc.swcrcPath, '--copy-files', '--quiet'],
      ],
      [at('tools', 'programs.mjs'), outputDir],
      [at('tools', 'empty-database.mjs'), outputDir],
    ],
  },
  {
    name: 'page',
    sources: [
      'web',
      'docs/guide',
      'docs/images/guide',
      'libs/contract',
      'libs/infotext',
      'tsconfig.base.json',
      'package-lock.json',
      'tools/compress.mjs',
    ],
    outputs: ['web'],
    commands: (outputDir) => [
      [
        at('node_modules', 'vite', 'bin', 'vite.js'),
        ...['build', 'web', '--outDir', join(outputDir, 'web'), '--emptyOutDir', '--logLevel', 'warn'],
      ],
      [at('tools', 'compress.mjs'), join(outputDir, 'web')],
    ],
  },
];

function* filesIn(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) yield path;
  else for (const name of readdirSync(path).sort()) if (name !== 'node_modules') yield* filesIn(join(path, name));
}

/** SHA-256 over names and contents of all sources. Includes specs for simplicity. */
function hashOf(sources) {
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

function isUpToDate(target, sourcesHash) {
  const stamp = stampOf(target);
  return (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === sourcesHash &&
    target.outputs.every((output) => existsSync(at('dist', output)))
  );
}

async function buildTarget(target, { node, env }) {
  const sourcesHash = hashOf(target.sources);
  if (isUpToDate(target, sourcesHash)) return false;
  const startedAt = Date.now();
  // At the same depth as dist/, so that relative paths in source maps stay valid.
  const outputDir = at(`.building-${target.name}-${process.pid}`);
  try {
    for (const command of target.commands(outputDir)) {
      const { code, output } = await capture(node, command, { env });
      if (code === 0) continue;
      console.error(output.trim());
      throw new UserError(`The ${target.name} could not be built.`, 'The output of the compiler is above.');
    }
    mkdirSync(at('dist'), { recursive: true });
    rmSync(stampOf(target), { force: true });
    for (const name of readdirSync(outputDir)) {
      rmSync(at('dist', name), { recursive: true, force: true });
      renameSync(join(outputDir, name), at('dist', name));
    }
    writeFileSync(stampOf(target), sourcesHash);
  } finally {
    rmSync(outputDir, { recursive: true, force: true });
  }
  logStep(`Built the ${target.name} in ${seconds(Date.now() - startedAt)}`);
  return true;
}

/**
 * Builds what has changed since the last build: the server into dist/apps and dist/libs, the client into dist/web.
 * @returns {Promise<boolean>} whether anything had changed
 */
export async function build(runtime, names = TARGETS.map((target) => target.name)) {
  const targets = TARGETS.filter((target) => names.includes(target.name));
  const built = await Promise.all(targets.map((target) => buildTarget(target, runtime)));
  return built.some(Boolean);
}
