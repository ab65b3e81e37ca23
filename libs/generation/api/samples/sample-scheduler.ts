import { Injectable } from '@nestjs/common';
import { VersionPublished } from '@visionary/hub';
import { DomainEvents, Jobs } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { TakeCancelled, TakeFailed, TakeFinished } from '../../domain/events.js';
import { isSystemTake, type Take } from '../../domain/take.js';
import { SamplesService } from '../../use-cases/samples.service.js';

const KIND = 'generation.samples';
/** Picks up what no event announced: versions that had to wait. */
const INTERVAL_MS = 60_000;

/** Renders missing samples after relevant events, on one node at a time. */
@Injectable()
export class SampleScheduler {
  constructor(config: Config, events: DomainEvents, jobs: Jobs, samples: SamplesService) {
    if (!config.hubSamplesEnabled) return;
    jobs.register({ kind: KIND, everyMs: INTERVAL_MS, run: () => samples.renderMissing() });
    events.afterCommit(VersionPublished, () => jobs.add(KIND));
    const onEnd = ({ take }: { readonly take: Take }) => (isSystemTake(take) ? jobs.add(KIND) : undefined);
    events.afterCommit(TakeFinished, onEnd);
    events.afterCommit(TakeFailed, onEnd);
    events.afterCommit(TakeCancelled, onEnd);
  }
}
