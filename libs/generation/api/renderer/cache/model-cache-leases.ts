import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const TOUCH_EVERY_MS = 20_000;
/** Whoever has not touched their mark for so long has died over it. */
const STALE_MS = 90_000;
const ENDING = '.held';

/** Says in the folder itself what is in use: other processes may share it, and know nothing else of each other. */
export class ModelCacheLeases {
  private readonly own = new Map<string, number>();
  private readonly me = randomUUID();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly root: string) {}

  async take(name: string): Promise<void> {
    const count = this.own.get(name) ?? 0;
    this.own.set(name, count + 1);
    this.timer ??= setInterval(() => void this.touch(), TOUCH_EVERY_MS).unref();
    if (count > 0) return;
    await writeFile(this.pathOf(name), '').catch((error: unknown) => {
      this.leave(name);
      throw error;
    });
  }

  leave(name: string): void {
    const count = (this.own.get(name) ?? 0) - 1;
    if (count > 0) return void this.own.set(name, count);
    this.own.delete(name);
    // One that was taken again meanwhile is written anew.
    void rm(this.pathOf(name), { force: true })
      .then(() => this.touch())
      .catch(() => undefined);
    if (this.own.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** By this process or another one. */
  async isHeld(name: string): Promise<boolean> {
    if (this.own.has(name)) return true;
    const marks = await readdir(this.root).catch(() => []);
    for (const mark of marks.filter((one) => one.startsWith(`${name}.`) && one.endsWith(ENDING))) {
      if (await isFresh(join(this.root, mark))) return true;
      await rm(join(this.root, mark), { force: true });
    }
    return false;
  }

  private async touch(): Promise<void> {
    const now = new Date();
    for (const name of [...this.own.keys()]) {
      const path = this.pathOf(name);
      await utimes(path, now, now).catch(() => writeFile(path, '').catch(() => undefined));
    }
  }

  private pathOf(name: string): string {
    return join(this.root, `${name}.${this.me}${ENDING}`);
  }
}

const isFresh = async (path: string): Promise<boolean> => {
  const since = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );
  return Date.now() - since < STALE_MS;
};
