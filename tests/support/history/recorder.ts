import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.js';
import type { Entry, History, StoredRoom, RenderedRoom } from './history.js';

/** Records what all pages of a test requested, received, and showed, in one order. */
export class Recorder {
  readonly entries: Entry[] = [];
  private readonly answered = new Set<string>();

  /** @param title of the scenario, with its seed, for failures */
  constructor(readonly title: string) {}

  add(entry: Entry): void {
    this.entries.push(entry);
    if (entry.kind === 'acknowledged') this.answered.add(entry.clientId);
  }

  /** The number of acknowledged commands, each counted once. */
  get acknowledged(): number {
    return this.answered.size;
  }

  note(what: string): void {
    this.add({ kind: 'note', what });
  }

  count(kind: Entry['kind']): number {
    return this.entries.reduce((sum, entry) => sum + (entry.kind === kind ? 1 : 0), 0);
  }

  /** The number of rejections per code. */
  get refusals(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const entry of this.entries) if (entry.kind === 'rejected') counts[entry.code] = (counts[entry.code] ?? 0) + 1;
    return counts;
  }

  /** @throws Error naming what the checker finds, and any INTERNAL error, which must not occur. TEST_HISTORIES=FOLDER keeps the whole history. */
  verdict(kept: readonly StoredRoom[], shown: readonly RenderedRoom[]): void {
    const history: History = { entries: this.entries, kept, shown };
    const found = check(history);
    const bugs = this.refusals['INTERNAL'] ?? 0;
    if (found.length === 0 && bugs === 0) return;
    const folder = process.env['TEST_HISTORIES'];
    if (folder) {
      writeFileSync(join(folder, `history-${Date.now()}.json`), JSON.stringify({ found, ...history }, null, 1));
    }
    const counts = Object.entries(Object.groupBy(found, ({ fault }) => fault)).map(
      ([fault, all]) => `${fault} ${all?.length}`,
    );
    const first = found.slice(0, 12).map((one) => JSON.stringify(one));
    throw new Error([`${this.title}: ${counts.join(', ')}; INTERNAL ${bugs}`, ...first].join('\n'));
  }
}
