import { Injectable } from '@nestjs/common';
import type { AuditAction, ManageLentRenderer } from '@visionary/contract';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { AuditLog } from '@visionary/safety';
import { type LentRenderer, LentRendererChanged } from '../domain/lent-renderer.js';
import { type LentRendererChanges, LentRenderersRepository } from '../storage/lent-renderers.repository.js';
import { LentRendererNotifier } from './lent-renderer-notifier.js';

const MAX_LISTED = 500;

const AUDIT_ACTIONS = {
  accept: 'lentRenderer.accepted',
  drain: 'lentRenderer.drained',
  resume: 'lentRenderer.resumed',
  ban: 'lentRenderer.banned',
} as const satisfies Record<ManageLentRenderer['action'], AuditAction>;

const changesOf = (decision: ManageLentRenderer): LentRendererChanges => {
  if (decision.action === 'ban') return { state: 'banned', reason: decision.reason };
  if (decision.action === 'accept') return { state: 'accepted', reason: '' };
  return { isDraining: decision.action === 'drain' };
};

/** Lent renderers of all users: what admins do with them. */
@Injectable()
export class ManagedLentRenderers {
  constructor(
    private readonly renderers: LentRenderersRepository,
    private readonly audit: AuditLog,
    private readonly notifier: LentRendererNotifier,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Newest first. */
  list(): Promise<LentRenderer[]> {
    return this.renderers.newest(MAX_LISTED);
  }

  /** Without effect if nothing would change. The caller has checked that `byId` is an admin. @throws Rejection LENDING_NOT_FOUND */
  manage(byId: string, id: string, decision: ManageLentRenderer): Promise<LentRenderer> {
    return this.decide(byId, id, decision);
  }

  /** A renderer that sent something that does not fit its take gets none, until an admin accepts it again. @param reason in English */
  async banForMisbehavior(id: string, reason: string): Promise<void> {
    await this.decide(null, id, { action: 'ban', reason });
  }

  private decide(byId: string | null, id: string, decision: ManageLentRenderer): Promise<LentRenderer> {
    return this.unitOfWork.run(async () => {
      const renderer = await this.renderers.lock(id);
      if (!renderer) throw new Rejection('LENDING_NOT_FOUND');
      const changed = { ...renderer, ...changesOf(decision) };
      if (JSON.stringify(changed) === JSON.stringify(renderer)) return renderer;
      await this.renderers.change(id, changesOf(decision));
      this.unitOfWork.publish(new LentRendererChanged(id, false));
      await this.notifier.notifyOwner(changed, renderer.state, byId);
      await this.audit.write({
        byId,
        action: AUDIT_ACTIONS[decision.action],
        about: { kind: 'lentRenderer', id },
        detail: { author: renderer.ownerId, ...('reason' in decision && { reason: decision.reason }) },
      });
      return changed;
    });
  }
}
