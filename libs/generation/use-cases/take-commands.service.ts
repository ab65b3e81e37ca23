import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UserSanctioned } from '@visionary/accounts';
import { LIMITS } from '@visionary/contract';
import { Clock, DomainEvents, Ids, isActive, isRejection, Rejection, UnitOfWork } from '@visionary/kernel';
import { AuditLog, CheckText } from '@visionary/safety';
import { TakeCancelled, TakeCancelRequested, TakeSteerRequested, TakeStopRequested } from '../domain/events.js';
import type { RequestedSteer, SteerRequest, Take } from '../domain/take.js';
import { SqlSteers } from '../storage/sql-steers.js';
import { SqlTakes } from '../storage/sql-takes.js';
import type { CheckedPrompt } from './queue-take.js';
import { requirePromptParts } from './prompt-parts.js';
import { TakeInputs } from './take-inputs.js';

export interface EndRequest {
  readonly takeId: string;
  readonly roomId: string;
  readonly byId: string;
  /** Whether this user may end takes of others in this room. */
  readonly canCancelAny: boolean;
}

export interface AdminEndRequest {
  readonly takeId: string;
  /** Null at the terminal of the server. */
  readonly byId: string | null;
  /** For the room; maybe empty. */
  readonly reason: string;
}

interface SteerLimits {
  readonly maxSteers: number;
  /** Characters of all prompts of one take. */
  readonly maxLength: number;
}

const STEER_LIMITS: SteerLimits = { maxSteers: LIMITS.steersPerTake, maxLength: LIMITS.steersTextLength };

/** What users do to a queued or rendering take: cancel, stop, steer. */
@Injectable()
export class TakeCommandsService implements OnModuleInit {
  constructor(
    private readonly takes: SqlTakes,
    private readonly steers: SqlSteers,
    private readonly inputs: TakeInputs,
    private readonly checkText: CheckText,
    private readonly auditLog: AuditLog,
    private readonly events: DomainEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UserSanctioned, ({ userId, sanctions, at }) =>
      isActive(sanctions.bannedUntil, at) ? this.cancelAllOf(userId) : undefined,
    );
  }

  /**
   * Ends a queued take at once, and a rendering take between two steps, on any node.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_AUTHOR, GENERATION_TAKE_ALREADY_ENDED
   */
  async cancel(request: EndRequest): Promise<void> {
    const { byId } = request;
    const take = await this.requireOwnTake(request);
    await this.unitOfWork.run(() => this.end(take, byId, null));
  }

  /**
   * Ends a take of anyone like `cancel`. Its room sees the reason, and the audit log has it.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_TAKE_ALREADY_ENDED
   */
  async endAsAdmin({ takeId, byId, reason }: AdminEndRequest): Promise<void> {
    const take = await this.takes.byId(takeId);
    if (!take) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    await this.unitOfWork.run(async () => {
      await this.end(take, byId, reason);
      const detail = { author: take.authorId, model: take.settings.model, reason };
      await this.auditLog.write({ action: 'take.ended', byId, about: { kind: 'take', id: takeId }, detail });
    });
  }

  /**
   * Ends a rendering take with the image of its current step. A queued take has no image yet.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_AUTHOR, GENERATION_UPSCALE_HAS_NO_STEPS, GENERATION_NOT_RENDERING,
   * GENERATION_TAKE_ALREADY_ENDED
   */
  async stop(request: EndRequest): Promise<void> {
    const { takeId, byId } = request;
    const take = await this.requireOwnTake(request);
    requireSteps(take);
    if (take.status === 'queued') throw new Rejection('GENERATION_NOT_RENDERING', { status: take.status });
    await this.unitOfWork.run(async () => {
      if (!(await this.steers.requestStop(takeId, byId))) throw new Rejection('GENERATION_TAKE_ALREADY_ENDED');
      this.unitOfWork.publish(new TakeStopRequested(takeId));
    });
  }

  /**
   * Changes the prompt of a rendering take from its next step on. A repeated command changes nothing.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_PROMPT_EMPTY, GENERATION_UPSCALE_HAS_NO_STEPS, GENERATION_NOT_RENDERING, GENERATION_LORAS_LOCKED,
   * GENERATION_TOO_MANY_STEERS, GENERATION_TOO_MANY_PROMPT_PARTS, SAFETY_BLOCKED_TERMS
   */
  async steer(request: SteerRequest, limits = STEER_LIMITS): Promise<void> {
    const take = await this.requireTake(request.roomId, request.takeId);
    if (await this.steers.byCommand(request.byId, request.clientId)) return;
    const { texts } = await this.checkSteer(take, request);
    await this.unitOfWork.run(() => this.requestSteer({ ...request, ...texts }, limits));
  }

  /** Requested steers that no renderer has applied yet, in their order: for a new attempt, or after a lost message. */
  async pendingSteers(takeId: string): Promise<RequestedSteer[]> {
    const requested = await this.steers.of(takeId);
    if (!requested.length) return [];
    const applied = new Set((await this.takes.byId(takeId))?.steers.map(({ id }) => id));
    return requested.filter(({ id }) => !applied.has(id));
  }

  private async requireTake(roomId: string, takeId: string): Promise<Take> {
    const take = await this.takes.byId(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return take;
  }

  private async requireOwnTake({ roomId, takeId, byId, canCancelAny }: EndRequest): Promise<Take> {
    const take = await this.requireTake(roomId, takeId);
    if (take.authorId !== byId && !canCancelAny) throw new Rejection('GENERATION_NOT_AUTHOR');
    return take;
  }

  /** Inside a unit of work. @throws Rejection GENERATION_TAKE_ALREADY_ENDED */
  private async end(take: Take, byId: string | null, adminReason: string | null): Promise<void> {
    const hasEnded =
      (await this.cancelQueued(take, byId, adminReason)) || (await this.requestCancel(take.id, byId, adminReason));
    if (!hasEnded) throw new Rejection('GENERATION_TAKE_ALREADY_ENDED');
  }

  private async cancelQueued(take: Take, byId: string | null, adminReason: string | null): Promise<boolean> {
    const at = this.clock.now();
    if (!(await this.takes.cancelQueued(take.id, byId, at, adminReason))) return false;
    this.unitOfWork.publish(new TakeCancelled({ ...take, status: 'cancelled', endedAt: at, adminReason }, byId, 0));
    return true;
  }

  private async requestCancel(takeId: string, byId: string | null, adminReason: string | null): Promise<boolean> {
    if (!(await this.takes.requestCancel(takeId, byId, adminReason))) return false;
    this.unitOfWork.publish(new TakeCancelRequested(takeId));
    return true;
  }

  private async cancelAllOf(userId: string): Promise<void> {
    for (const { id: takeId, roomId } of await this.takes.openOf(userId)) {
      try {
        await this.cancel({ takeId, roomId, byId: userId, canCancelAny: false });
      } catch (error) {
        // The take may have ended in the meantime.
        if (!isRejection(error)) throw error;
      }
    }
  }

  /** @returns the prompt as it may be stored */
  private async checkSteer(take: Take, { prompt, negative }: SteerRequest): Promise<CheckedPrompt> {
    if (!prompt.trim()) throw new Rejection('GENERATION_PROMPT_EMPTY');
    requireSteps(take);
    if (take.status !== 'rendering') throw new Rejection('GENERATION_NOT_RENDERING', { status: take.status });
    requirePromptParts(prompt);
    const loadedLoras = this.inputs.requestedLoras(take.prompt, take.settings.loras);
    const otherLora = this.inputs
      .requestedLoras(prompt)
      .find(({ id, weight }) => !loadedLoras.some((one) => one.id === id && one.weight === weight));
    // LoRAs are merged into the loaded model, which cannot change while it renders.
    if (otherLora) throw new Rejection('GENERATION_LORAS_LOCKED', { lora: otherLora.id });
    // All prompts of a take shape one image, so they are checked together.
    const previousPrompts = [take, ...(await this.steers.of(take.id))].map((one) => ({
      prompt: one.prompt,
      negative: one.negative,
    }));
    return this.checkText.run('prompts', { prompt, negative }, previousPrompts);
  }

  private async requestSteer(
    { takeId, byId, clientId, prompt, negative }: SteerRequest,
    { maxSteers, maxLength }: SteerLimits,
  ): Promise<void> {
    const steer = { id: this.ids.next(), takeId, byId, clientId, prompt, negative, requestedAt: this.clock.now() };
    if (!(await this.steers.requestSteer(steer))) {
      if (await this.steers.byCommand(byId, clientId)) return;
      throw new Rejection('GENERATION_NOT_RENDERING');
    }
    const requested = await this.steers.of(takeId);
    const length = requested.reduce((sum, one) => sum + one.prompt.length + one.negative.length, 0);
    if (requested.length > maxSteers || length > maxLength) throw new Rejection('GENERATION_TOO_MANY_STEERS');
    this.unitOfWork.publish(new TakeSteerRequested(steer));
  }
}

const requireSteps = ({ settings }: Take): void => {
  if (settings.upscale) throw new Rejection('GENERATION_UPSCALE_HAS_NO_STEPS');
};
