import { BlobStore } from '@visionary/platform/blobs';
import type { Settings } from '@visionary/contract';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SampleProduction, type VersionNeedingSamples } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { pickDistinctPrompts } from '../domain/distinct-prompts.js';
import type { Take } from '../domain/take.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { QueueTake } from './queue-take.js';
import { SampleSubjects } from './sample-subjects.js';

interface SampleRequest {
  readonly prompt: string;
  readonly settings: Settings;
}

type SampleState = 'open' | 'later' | 'ended';

const SAMPLES_PER_VERSION = 3;
const VERSIONS_BATCH_SIZE = 8;
/** Samples in the queue at the same time, so that they never fill it. */
const MAX_OPEN = 6;
/** For models without example prompts: subjects that most models know. */
const DEFAULT_PROMPTS = [
  'a lighthouse on a cliff at dusk',
  'a bowl of oranges on a wooden table',
  'a red fox in tall grass',
];
const MAX_TRIGGER_WORDS = 3;

/**
 * Renders samples for versions of the hub: queues missing ones, stores finished ones, gives up failed ones. Its state is in the
 * database, so it may be interrupted and may run on any node.
 */
@Injectable()
export class SamplesService {
  private readonly retriedIds = new Set<string>();

  constructor(
    private readonly samples: SampleProduction,
    private readonly subjects: SampleSubjects,
    private readonly takes: SqlTakes,
    private readonly queueTake: QueueTake,
    private readonly blobs: BlobStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async renderMissing(): Promise<void> {
    let open = 0;
    for (const version of await this.samples.versionsNeedingSamples(VERSIONS_BATCH_SIZE)) {
      open += await this.renderFor(version, MAX_OPEN - open);
    }
  }

  /** @returns how many samples of this version are in the queue */
  private async renderFor(version: VersionNeedingSamples, space: number): Promise<number> {
    const { versionId } = version;
    const ids = Array.from({ length: SAMPLES_PER_VERSION }, (_, n) => sampleTakeId(versionId, n));
    const takesById = new Map((await this.takes.byIds(ids)).map((take) => [take.id, take]));
    let open = 0;
    let remaining = 0;
    for (const [n, id] of ids.entries()) {
      if (version.storedTakeIds.includes(id)) continue;
      const take = takesById.get(id);
      const state = take ? await this.store(versionId, take) : await this.queue(version, n, id, space - open);
      if (state === 'open') open += 1;
      if (state !== 'ended') remaining += 1;
    }
    await this.samples.setPending(versionId, remaining);
    return open;
  }

  private async store(versionId: string, take: Take): Promise<SampleState> {
    if (take.status === 'queued' || take.status === 'rendering') return 'open';
    const [image] = take.images;
    const isVisible = take.status === 'finished' && image && !image.isHidden && image.level !== 'held';
    const png = isVisible ? await this.blobs.read(image.sha256) : null;
    const metadata = {
      takeId: take.id,
      prompt: take.prompt,
      level: image?.level === 'adult' ? 'adult' : null,
    } as const;
    if (png) await this.samples.store(versionId, png, metadata);
    return 'ended';
  }

  private async queue(version: VersionNeedingSamples, n: number, id: string, space: number): Promise<SampleState> {
    if (space <= 0) return 'later';
    const request = (await this.plan(version))?.[n];
    if (request && (await this.add(version.versionId, id, request))) return 'open';
    // A new version may not have reached every node yet, so it gets a second attempt.
    if (this.retriedIds.has(id)) return 'ended';
    this.retriedIds.add(id);
    return 'later';
  }

  /** Queues a sample outside all rooms. @returns whether it is in the queue; another node may have added it */
  private async add(versionId: string, id: string, { prompt, settings }: SampleRequest): Promise<boolean> {
    const request = { id, roomId: versionId, authorId: versionId, writerIds: [], prompt, negative: '', settings };
    try {
      await this.unitOfWork.run(() => this.queueTake.run(request));
      return true;
    } catch {
      return (await this.takes.byId(id)) !== null;
    }
  }

  /** Prompts from the trigger words and examples of a version. @returns null if this server cannot render it yet */
  private async plan(version: VersionNeedingSamples): Promise<SampleRequest[] | null> {
    const subject = await this.subjects.of(version);
    if (!subject) return null;
    const { model, settings: added, words } = subject;
    const examples = pickDistinctPrompts(model.examples.en, SAMPLES_PER_VERSION);
    const defaults = pickDistinctPrompts(DEFAULT_PROMPTS, SAMPLES_PER_VERSION);
    const scenes = [...new Set([...examples, ...defaults])].slice(0, SAMPLES_PER_VERSION);
    const triggers = words.slice(0, MAX_TRIGGER_WORDS);
    const [size] = model.sizes;
    return scenes.map((scene, n) => ({
      prompt: [...triggers, scene].join(', '),
      settings: {
        ...model.recommended,
        ...size,
        model: model.id,
        seed: n + 1,
        batch: 1,
        init: undefined,
        ...added,
      },
    }));
  }
}

/** Derives the id of a version's n-th sample in the form of a UUID, so that nodes never queue it twice. */
const sampleTakeId = (versionId: string, n: number): string => {
  const digits = createHash('sha256').update(`sample ${versionId} ${n}`).digest('hex');
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ].map(([from, to]) => digits.slice(from, to));
  return `${a}-${b}-8${c}-8${d}-${e}`;
};
