import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeSteered } from '../domain/events.js';
import { Steers } from '../domain/steers.js';

/** Where new words hold, as the renderer tells it. */
export interface AppliedSteer {
  readonly steerId: string;
  /** Counts from 0. */
  readonly imageIndex: number;
  /** Steps of this image that were done. */
  readonly step: number;
}

/** Notes that new words hold, and from which step on. */
@Injectable()
export class RecordAppliedSteer {
  constructor(
    private readonly steers: Steers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns false when nobody asked for them, they are noted already, or the take is no longer this owner's. */
  run(takeId: string, owner: string, { steerId, imageIndex: image, step }: AppliedSteer): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const asked = (await this.steers.of(takeId)).find(({ id }) => id === steerId);
      if (!asked) return false;
      const { byId, prompt, negative } = asked;
      const steer = { id: steerId, byId, prompt, negative, image, step, at: this.clock.now() };
      const held = await this.steers.hold(takeId, owner, steer);
      if (held) this.unitOfWork.publish(new TakeSteered(takeId, held.roomId, steer));
      return held !== null;
    });
  }
}
