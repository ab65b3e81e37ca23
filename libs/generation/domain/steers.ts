import type { TakeSteer } from './take.js';

/** New words that were asked for; whether they hold yet, the take's own steers say. */
export interface RequestedSteer {
  readonly id: string;
  readonly takeId: string;
  readonly byId: string;
  /** Of the command: one user's same command again is the same steer. */
  readonly clientId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly askedAt: number;
}

/** Port: what users want of a take while it renders. */
export abstract class Steers {
  abstract byCommand(byId: string, clientId: string): Promise<RequestedSteer | null>;
  /** Inside a unit of work. @returns false where the take does not render (any longer), or this command was there before. */
  abstract requestSteer(steer: RequestedSteer): Promise<boolean>;
  /** In the order in which they were asked for. */
  abstract of(takeId: string): Promise<RequestedSteer[]>;
  /**
   * Notes that words hold. Inside a unit of work.
   * @returns the place of the take; null when it is no longer this owner's, or they were noted before
   */
  abstract hold(takeId: string, owner: string, steer: TakeSteer): Promise<{ readonly roomId: string } | null>;
  /** @returns false where the take does not render (any longer). */
  abstract requestStop(takeId: string, byId: string): Promise<boolean>;
}
