import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock, isRejection } from '@visionary/kernel';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { type Draft, Drafts, type FileRejection } from '../../domain/drafts.js';
import { CheckDraft } from '../../use-cases/drafts/check-draft.js';
import { RecordDraftCheck } from '../../use-cases/drafts/record-draft-check.js';
import { isDiskFull } from './disk-upload-files.js';
import type { LeasedTask } from './work-leases.js';

const CHECKS_AT_MOST = 3;
const LOOKED_AT = 50;

/** One draft that waits for its check, as this node works on it. */
@Injectable()
export class DraftCheckTask {
  private readonly logger = new Logger('Drafts');

  constructor(
    private readonly rows: DraftRepository,
    private readonly drafts: Drafts,
    private readonly check: CheckDraft,
    private readonly settle: RecordDraftCheck,
    private readonly clock: Clock,
  ) {}

  /** Those whose files have all been looked at. */
  async waiting(atMost: number): Promise<Draft[]> {
    const found: Draft[] = [];
    for (const draft of await this.rows.waiting(this.clock.now(), LOOKED_AT)) {
      if (found.length < atMost && (await this.isSettled(draft.id))) found.push(draft);
    }
    return found;
  }

  takerOf(draft: Draft): LeasedTask {
    const { id } = draft;
    let checks = 0;
    return {
      take: async (turn) => (checks = (await this.rows.take(id, turn)) ?? 0) > 0,
      keepOn: (turn) => this.rows.renewLease(id, turn),
      letGo: (holder) => this.rows.letGo(id, holder),
      work: async (holder, signal) => {
        const refuse = (fileRejection: FileRejection) =>
          this.settle.run(draft, holder, { state: 'rejected', refusal: fileRejection });
        if (checks > CHECKS_AT_MOST) {
          const detail = { reasonKey: 'trialCrashed', reason: 'each time it was tried the server ended' };
          return refuse({ code: 'MODEL_PROBE_CRASHED', detail });
        }
        try {
          await this.check.run(draft, holder, signal);
        } catch (error) {
          if (signal.aborted) throw error;
          // It was discarded or published meanwhile, and its files went: nobody waits for a verdict.
          if ((await this.drafts.byId(id))?.state !== 'checking') return;
          await refuse(this.refusalOf(error));
        }
      },
    };
  }

  /** Nothing of the creator's is at fault, and it can be asked for again. */
  private refusalOf(error: unknown): FileRejection {
    if (isDiskFull(error) || isRejection(error, 'HUB_DISK_FULL')) return { code: 'HUB_DISK_FULL' };
    const id = randomUUID();
    this.logger.error('A draft could not be checked', { id }, error);
    return { code: 'INTERNAL', detail: { id } };
  }

  private async isSettled(draftId: string): Promise<boolean> {
    const files = await this.drafts.filesOf(draftId);
    return !files.some(({ state }) => state === 'waiting' || state === 'checking');
  }
}
