import { Injectable } from '@nestjs/common';
import { SampleProduction, type VersionNeedingSamples } from '@visionary/hub';
import { ImageStore } from '../domain/image-store.js';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { SamplePlanner } from './sample-planner.js';
import { SampleQueue } from './sample-queue.js';
import { sampleTakeId } from './sample-take-id.js';

/** Images for each version. */
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
    private readonly samples: SampleProduction,
    private readonly orders: SamplePlanner,
    private readonly takes: Takes,
    private readonly queue: SampleQueue,
    private readonly images: ImageStore,
  ) {}

  async run(): Promise<void> {
    let open = 0;
    for (const version of await this.samples.waiting(VERSIONS_AT_ONCE)) {
      open += await this.bring(version, OPEN_AT_MOST - open);
    }
  }

  /** @returns how many of its takes are in the line now */
  private async bring(version: VersionNeedingSamples, space: number): Promise<number> {
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
    const [image] = take.images;
    // What is held or covered is for nobody.
    const isSeen = take.status === 'finished' && image && !image.isHidden && image.level !== 'held';
    const png = isSeen ? await this.images.read(image.sha256) : null;
    const about = { takeId: take.id, prompt: take.prompt, level: image?.level === 'adult' ? 'adult' : null } as const;
    if (png) await this.samples.store(versionId, png, about);
    return 'over';
  }

  private async order(
    version: VersionNeedingSamples,
    n: number,
    id: string,
    space: number,
  ): Promise<'open' | 'later' | 'over'> {
    if (space <= 0) return 'later';
    const order = (await this.orders.of(version, EACH))?.[n];
    if (order && (await this.queue.run(version.versionId, id, order))) return 'open';
    // What was published a moment ago may not be known on every node yet: it has one more chance.
    if (this.gaveUp.has(id)) return 'over';
    this.gaveUp.add(id);
    return 'later';
  }
}
