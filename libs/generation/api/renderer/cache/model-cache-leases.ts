import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const TOUCH_INTERVAL_MS = 20_000;
/** A process that does not touch its lease files this long has crashed. */
const STALE_MS = 90_000;
const EXTENSION = '.held';

/** Lease files in the cache folder, which other processes may share. */
export class ModelCacheLeases {
  private readonly leaseCounts = new Map<string, number>();
  private readonly processId = randomUUID();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly root: string) {}

  async acquire(name: string): Promise<void> {
    const count = this.leaseCounts.get(name) ?? 0;
    this.leaseCounts.set(name, count + 1);
    this.timer ??= setInterval(() => void this.touch(), TOUCH_INTERVAL_MS).unref();
    if (count > 0) return;
    await writeFile(this.pathOf(name), '').catch((error: unknown) => {
      this.release(name);
      throw error;
    });
  }

  release(name: string): void {
    const count = (this.leaseCounts.get(name) ?? 0) - 1;
    if (count > 0) return void this.leaseCounts.set(name, count);
    this.leaseCounts.delete(name);
    // A new lease may have been acquired in between, so the file is written again.
    void rm(this.pathOf(name), { force: true })
      .then(() => this.touch())
      .catch(() => undefined);
    if (this.leaseCounts.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** By this or another process. */
  async isLeased(name: string): Promise<boolean> {
    if (this.leaseCounts.has(name)) return true;
    const files = await readdir(this.root).catch(() => []);
    for (const file of files.filter((one) => one.startsWith(`${name}.`) && one.endsWith(EXTENSION))) {
      if (await isFresh(join(this.root, file))) return true;
      await rm(join(this.root, file), { force: true });
    }
    return false;
  }

  private async touch(): Promise<void> {
    const now = new Date();
    for (const name of [...this.leaseCounts.keys()]) {
      const path = this.pathOf(name);
      await utimes(path, now, now).catch(() => writeFile(path, '').catch(() => undefined));
    }
  }

  private pathOf(name: string): string {
    return join(this.root, `${name}.${this.processId}${EXTENSION}`);
  }
}

const isFresh = async (path: string): Promise<boolean> => {
  const touchedAtMs = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );
  return Date.now() - touchedAtMs < STALE_MS;
};
