import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Copies of a model whose cards claim other native sizes, so that a server renders sizes it would reject.
 * @param {{[id: string]: {width: number, height: number, steps: number}}} loads
 */
export function benchModels(modelDir, loads) {
  const folder = mkdtempSync(join(tmpdir(), 'visionary-bench-models-'));
  const card = JSON.parse(readFileSync(join(modelDir, 'visionary.json'), 'utf8'));
  for (const [id, { width, height, steps }] of Object.entries(loads)) {
    cpSync(modelDir, join(folder, id), { recursive: true });
    const recommended = { ...card.recommended, width, height, steps };
    const benchCard = { ...card, title: id, sizes: [{ width, height }], recommended };
    writeFileSync(join(folder, id, 'visionary.json'), JSON.stringify(benchCard));
  }
  return { dirOf: (id) => join(folder, id), end: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a model recommends. */
export const recommended = (modelDir) => JSON.parse(readFileSync(join(modelDir, 'visionary.json'), 'utf8')).recommended;

/** Bytes of its graphs and their external data. */
export function modelBytes(modelDir) {
  const files = readdirSync(modelDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .filter(({ name }) => /\.onnx(_data|\.data)?$/.test(name))
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
