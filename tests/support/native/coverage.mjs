import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

let session;

/** For as long as this process lives: who stops counting and begins again is told of whole functions only. */
export async function count() {
  if (session) return;
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
}

/**
 * What has run since it was asked for last, in the form that Jest knows.
 * @param {Map<string, object>} compiled what each path was compiled to
 */
export async function counted(compiled) {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => url.includes('.ts?of='))
    .map((script) => ({ ...script, url: fileURLToPath(script.url) }))
    .filter(({ url }) => compiled.has(url) && !url.includes('/tests/'))
    .map((script) => ({ codeTransformResult: first(script.url, compiled), result: script }));
}

const told = new Set();

/** Jest keeps all that it is told until the end, and needs sources once. */
const first = (path, compiled) => (told.has(path) ? undefined : told.add(path) && compiled.get(path));
