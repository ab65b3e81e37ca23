import { Injectable } from '@nestjs/common';
import { ListUserStandings, Users } from '@visionary/accounts';
import { LIMITS, type UpdateLentRenderer } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { MembersService } from '@visionary/rooms';
import { CheckForm } from '@visionary/safety';
import { type LentRenderer, LentRendererChanged, OPEN_RULES } from '../domain/lent-renderer.js';
import { LentRenderersRepository } from '../storage/lent-renderers.repository.js';
import { LentRendererNotifier } from './lent-renderer-notifier.js';
import { hashLenderToken, mintLenderToken } from './lender-token.js';

/** A renderer with its token, which is stored nowhere. */
export interface RendererWithToken {
  readonly renderer: LentRenderer;
  readonly token: string;
}

/** The renderers that a user lends: what their owner does with them. */
@Injectable()
export class OwnLentRenderers {
  constructor(
    private readonly renderers: LentRenderersRepository,
    private readonly users: Users,
    private readonly standings: ListUserStandings,
    private readonly members: MembersService,
    private readonly checkForm: CheckForm,
    private readonly notifier: LentRendererNotifier,
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  list(ownerId: string): Promise<LentRenderer[]> {
    return this.renderers.ofOwner(ownerId);
  }

  /** @throws Rejection LENDING_OFF, LENDING_TOO_MANY, SAFETY_BLOCKED_TERMS, UNAUTHENTICATED when the account was deleted meanwhile */
  async create(ownerId: string, form: { readonly name: string }): Promise<RendererWithToken> {
    if (this.config.lending === 'off') throw new Rejection('LENDING_OFF');
    const { fields, flag } = await this.checkForm.run({ names: ['name'] }, form);
    const token = mintLenderToken();
    return this.unitOfWork.run(async () => {
      if (!(await this.users.hold([ownerId])).has(ownerId)) throw new Rejection('UNAUTHENTICATED');
      const others = await this.list(ownerId);
      const limit = LIMITS.lentRenderersPerUser;
      if (others.length >= limit) throw new Rejection('LENDING_TOO_MANY', { limit });
      const isTrusted = await this.isTrusted(ownerId, others);
      const renderer: LentRenderer = {
        ...{ ...OPEN_RULES, ...fields, id: this.ids.next(), ownerId, createdAt: this.clock.now() },
        ...{ state: isTrusted ? 'accepted' : 'pending', reason: '', isDraining: false },
        ...{ lastSeenAt: null, device: null, takes: 0, renderMs: 0 },
      };
      await this.renderers.add(renderer, hashLenderToken(token));
      this.unitOfWork.publish(new LentRendererChanged(renderer.id, false));
      if (!isTrusted) await this.notifier.notifyAdmins(renderer);
      await flag({ kind: 'user', id: ownerId });
      return { renderer, token };
    });
  }

  /** @throws Rejection LENDING_NOT_FOUND, LENDING_NOT_A_MEMBER, SAFETY_BLOCKED_TERMS */
  async update(ownerId: string, id: string, form: UpdateLentRenderer): Promise<LentRenderer> {
    const { fields: changes, flag } = await this.checkForm.run<UpdateLentRenderer>({ names: ['name'] }, form);
    return this.unitOfWork.run(async () => {
      const renderer = await this.lockOwn(ownerId, id);
      await this.requireMember(ownerId, changes.roomIds ?? []);
      await this.renderers.change(id, changes);
      this.unitOfWork.publish(new LentRendererChanged(id, false));
      await flag({ kind: 'user', id: ownerId });
      return { ...renderer, ...changes };
    });
  }

  /** The former token stops working. @throws Rejection LENDING_NOT_FOUND */
  async renewToken(ownerId: string, id: string): Promise<RendererWithToken> {
    const token = mintLenderToken();
    return this.unitOfWork.run(async () => {
      const renderer = await this.lockOwn(ownerId, id);
      await this.renderers.setTokenHash(id, hashLenderToken(token));
      this.unitOfWork.publish(new LentRendererChanged(id, true));
      return { renderer, token };
    });
  }

  /** After a banned renderer, every other one needs acceptance. @throws Rejection LENDING_NOT_FOUND */
  async delete(ownerId: string, id: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { state } = await this.lockOwn(ownerId, id);
      await this.remove(id, state === 'banned');
    });
  }

  /** Inside the transaction that deletes the account. */
  async deleteAll(ownerId: string): Promise<void> {
    for (const { id } of await this.list(ownerId)) await this.remove(id);
    await this.renderers.deleteHidden(ownerId);
  }

  /** Inside the transaction that ends a membership: the owner's renderers must not render for the room any longer. */
  async leaveRoom(ownerId: string, roomId: string): Promise<void> {
    for (const { id } of await this.list(ownerId)) {
      // All are locked: one that gets the room meanwhile finds the membership ended.
      const renderer = await this.renderers.lock(id);
      if (!renderer?.roomIds.includes(roomId)) continue;
      await this.renderers.change(id, { roomIds: renderer.roomIds.filter((one) => one !== roomId) });
      this.unitOfWork.publish(new LentRendererChanged(id, false));
    }
  }

  /** Whether renderers of the owner need no acceptance. */
  private async isTrusted(ownerId: string, others: readonly LentRenderer[]): Promise<boolean> {
    const owner = (await this.standings.of([ownerId])).get(ownerId);
    if (owner?.role === 'admin') return true;
    if (this.config.lending !== 'open' || others.some(({ state }) => state === 'banned')) return false;
    return !(await this.renderers.hasHiddenBan(ownerId));
  }

  private async lockOwn(ownerId: string, id: string): Promise<LentRenderer> {
    const renderer = await this.renderers.lock(id);
    if (renderer?.ownerId !== ownerId) throw new Rejection('LENDING_NOT_FOUND');
    return renderer;
  }

  private async requireMember(userId: string, roomIds: readonly string[]): Promise<void> {
    if (roomIds.length === 0) return;
    const memberships = await this.members.rolesOf(userId);
    if (roomIds.some((id) => !memberships.has(id))) throw new Rejection('LENDING_NOT_A_MEMBER');
  }

  private async remove(id: string, isBanKept = false): Promise<void> {
    await (isBanKept ? this.renderers.hideBanned(id) : this.renderers.delete(id));
    this.unitOfWork.publish(new LentRendererChanged(id, true));
    await this.notifier.withdraw(id);
  }
}
