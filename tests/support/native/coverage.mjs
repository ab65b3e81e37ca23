import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

let session;

/** Counts for the lifetime of the process: a restarted count reports whole functions only. */
export async function count() {
  if (session) return;
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
}

/**
 * Coverage since the last call, in the format of Jest.
 * @param {Map<string, object>} compiled compiled source by path
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

/** Jest keeps all results until the end, and needs sources once. */
const first = (path, compiled) => (told.has(path) ? undefined : told.add(path) && compiled.get(path));
