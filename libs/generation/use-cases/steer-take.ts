import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { TakeSteerRequested } from '../domain/events.js';
import { Steers } from '../domain/steers.js';
import { CheckSteer } from './check-steer.js';

export interface SteerRequest {
  readonly takeId: string;
  readonly roomId: string;
  readonly byId: string;
  readonly clientId: string;
  readonly prompt: string;
  readonly negative: string;
}

/** Of one take, with all that was asked before. */
export interface SteerLimits {
  readonly many: number;
  /** Characters of all words together. */
  readonly length: number;
}

/** Gives a rendering take new words, from its next step on. */
@Injectable()
export class SteerTake {
  constructor(
    private readonly check: CheckSteer,
    private readonly steers: Steers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * The same command again changes nothing more, whatever it asks for.
   * @throws Rejection GENERATION_TOO_MANY_STEERS, and as CheckSteer
   */
  async run(wish: SteerRequest, limits: SteerLimits): Promise<void> {
    const take = await this.check.take(wish.roomId, wish.takeId);
    if (await this.steers.byCommand(wish.byId, wish.clientId)) return;
    const { texts, flag } = await this.check.words(take, wish);
    await this.unitOfWork.run(async () => {
      await this.ask({ ...wish, ...texts }, limits);
      await flag({ kind: 'take', id: wish.takeId, image: 0 });
    });
  }

  private async ask({ takeId, byId, clientId, prompt, negative }: SteerRequest, limits: SteerLimits): Promise<void> {
    const steer = { id: this.ids.next(), takeId, byId, clientId, prompt, negative, askedAt: this.clock.now() };
    if (!(await this.steers.requestSteer(steer))) {
      if (await this.steers.byCommand(byId, clientId)) return;
      throw new Rejection('GENERATION_NOT_RENDERING');
    }
    const asked = await this.steers.of(takeId);
    const length = asked.reduce((sum, one) => sum + one.prompt.length + one.negative.length, 0);
    if (asked.length > limits.many || length > limits.length) throw new Rejection('GENERATION_TOO_MANY_STEERS');
    this.unitOfWork.publish(new TakeSteerRequested(takeId, steer.id, prompt, negative));
  }
}
