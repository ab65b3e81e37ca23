import { Injectable } from '@nestjs/common';
import { MakeSamples, type Unsampled } from '@visionary/hub';
import { PictureStore } from '../domain/picture-store.js';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { SampleOrders } from './sample-orders.js';
import { SampleQueue } from './sample-queue.js';
import { sampleTakeId } from './sample-take-id.js';

/** Pictures for each version. */
const EACH = 3;
/** Versions looked at in one round. */
const VERSIONS_AT_ONCE = 8;
/** In the line at the same time, so that they never fill it. */
const OPEN_AT_MOST = 6;

/**
 * Brings versions their samples: orders what was not ordered, keeps what is finished, gives up what failed. Looks at what is
 * written down alone, so it may be interrupted anywhere, and asked on any node.
 */
@Injectable()
export class RenderSamples {
  private readonly gaveUp = new Set<string>();

  constructor(
    private readonly samples: MakeSamples,
    private readonly orders: SampleOrders,
    private readonly takes: Takes,
    private readonly queue: SampleQueue,
    private readonly pictures: PictureStore,
  ) {}

  async run(): Promise<void> {
    let open = 0;
    for (const version of await this.samples.waiting(VERSIONS_AT_ONCE)) {
      open += await this.bring(version, OPEN_AT_MOST - open);
    }
  }

  /** @returns how many of its takes are in the line now */
  private async bring(version: Unsampled, space: number): Promise<number> {
    const { versionId } = version;
    const ids = Array.from({ length: EACH }, (_, n) => sampleTakeId(versionId, n));
    const known = new Map((await this.takes.byIds(ids)).map((take) => [take.id, take]));
    let open = 0;
    let toCome = 0;
    for (const [n, id] of ids.entries()) {
      if (version.keptTakeIds.includes(id)) continue;
      const take = known.get(id);
      const state = take ? await this.settle(versionId, take) : await this.order(version, n, id, space - open);
      if (state === 'open') open += 1;
      if (state !== 'over') toCome += 1;
    }
    await this.samples.toCome(versionId, toCome);
    return open;
  }

  private async settle(versionId: string, take: Take): Promise<'open' | 'over'> {
    if (take.status === 'queued' || take.status === 'rendering') return 'open';
    const [picture] = take.pictures;
    // What is held or covered is for nobody.
    const isSeen = take.status === 'finished' && picture && !picture.isCovered && picture.level !== 'held';
    const png = isSeen ? await this.pictures.read(picture.sha256) : null;
    const about = { takeId: take.id, prompt: take.prompt, level: picture?.level === 'adult' ? 'adult' : null } as const;
    if (png) await this.samples.keep(versionId, png, about);
    return 'over';
  }

  private async order(version: Unsampled, n: number, id: string, space: number): Promise<'open' | 'later' | 'over'> {
    if (space <= 0) return 'later';
    const order = (await this.orders.of(version, EACH))?.[n];
    if (order && (await this.queue.run(version.versionId, id, order))) return 'open';
    // What was published a moment ago may not be known on every node yet: it has one more chance.
    if (this.gaveUp.has(id)) return 'over';
    this.gaveUp.add(id);
    return 'later';
  }
}
