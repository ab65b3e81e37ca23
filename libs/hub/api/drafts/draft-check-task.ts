import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { RejectionReason } from '@visionary/contract';
import { Clock, isRejection } from '@visionary/kernel';
import { type Draft, Drafts, type FileRejection } from '../../domain/drafts.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { CheckDraft } from '../../use-cases/drafts/check-draft.js';
import { isDiskFull } from './disk-upload-files.js';
import type { LeasedTask } from './work-leases.js';

const MAX_CHECKS = 3;
const CANDIDATES = 50;

/** Checks drafts under a lease. */
@Injectable()
export class DraftCheckTask {
  private readonly logger = new Logger('Drafts');

  constructor(
    private readonly rows: DraftRepository,
    private readonly drafts: Drafts,
    private readonly checkDraft: CheckDraft,
    private readonly clock: Clock,
  ) {}

  /** Drafts that wait for a check and whose files are all inspected. */
  async waiting(limit: number): Promise<Draft[]> {
    const found: Draft[] = [];
    for (const draft of await this.rows.waiting(this.clock.now(), CANDIDATES)) {
      if (found.length < limit && (await this.isInspected(draft.id))) found.push(draft);
    }
    return found;
  }

  taskOf(draft: Draft): LeasedTask {
    const { id } = draft;
    let checks = 0;
    return {
      acquire: async (lease) => (checks = (await this.rows.startCheck(id, lease)) ?? 0) > 0,
      renew: (lease) => this.rows.renewLease(id, lease),
      release: (holder) => this.rows.undoCheck(id, holder),
      work: async (holder, signal) => {
        const reject = (refusal: FileRejection) =>
          this.checkDraft.record(draft, holder, { state: 'rejected', refusal });
        if (checks > MAX_CHECKS) {
          const reasonKey: RejectionReason = 'trialCrashed';
          return reject({
            code: 'MODEL_PROBE_CRASHED',
            detail: { reasonKey, reason: 'the server crashed at each trial' },
          });
        }
        try {
          await this.checkDraft.run(draft, holder, signal);
        } catch (error) {
          if (signal.aborted) throw error;
          // The draft was removed or published in the meantime.
          if ((await this.drafts.byId(id))?.state !== 'checking') return;
          await reject(this.rejectionOf(error));
        }
      },
    };
  }

  /** The server's fault. The creator can request another check. */
  private rejectionOf(error: unknown): FileRejection {
    if (isDiskFull(error) || isRejection(error, 'HUB_DISK_FULL')) return { code: 'HUB_DISK_FULL' };
    const id = randomUUID();
    this.logger.error('Failed to check a draft', { id }, error);
    return { code: 'INTERNAL', detail: { id } };
  }

  private async isInspected(draftId: string): Promise<boolean> {
    const files = await this.drafts.filesOf(draftId);
    return !files.some(({ state }) => state === 'waiting' || state === 'checking');
  }
}
