import { DomainEvent } from '@visionary/kernel';
import type { Take, TakeSteer } from './take.js';

export class TakeQueued extends DomainEvent {
  constructor(readonly take: Take) {
    super();
  }
}

/** A renderer has taken it. Said again when it starts anew after its renderer was lost. */
export class TakeStarted extends DomainEvent {
  constructor(
    readonly take: Take,
    readonly at: number,
  ) {
    super();
  }
}

/** Back in the line, unharmed: its node stops, or was lost. */
export class TakeRequeued extends DomainEvent {
  constructor(
    readonly takeId: string,
    readonly roomId: string,
  ) {
    super();
  }
}

export class TakeFinished extends DomainEvent {
  constructor(readonly take: Take) {
    super();
  }
}

/** One of its images was covered, uncovered, or is for others than before: it is shown so from now on. */
export class TakeImageVisibilityChanged extends DomainEvent {
  constructor(readonly take: Take) {
    super();
  }
}

export class TakeFailed extends DomainEvent {
  constructor(readonly take: Take) {
    super();
  }
}

export class TakeCancelled extends DomainEvent {
  constructor(
    readonly take: Take,
    readonly byId: string,
    /** Steps that were done. */
    readonly step: number,
  ) {
    super();
  }
}

/** Somebody wants a rendering take to end: whichever node renders it must hear. */
export class TakeCancelRequested extends DomainEvent {
  constructor(readonly takeId: string) {
    super();
  }
}

/** Somebody wants a rendering take to end with the image of its present step. */
export class TakeStopRequested extends DomainEvent {
  constructor(readonly takeId: string) {
    super();
  }
}

/** Somebody gave a rendering take new words: its renderer, wherever it is, must hear. */
export class TakeSteerRequested extends DomainEvent {
  constructor(
    readonly takeId: string,
    readonly steerId: string,
    readonly prompt: string,
    readonly negative: string,
  ) {
    super();
  }
}

/** The new words hold. */
export class TakeSteered extends DomainEvent {
  constructor(
    readonly takeId: string,
    readonly roomId: string,
    readonly steer: TakeSteer,
  ) {
    super();
  }
}

/** A model hung or killed its renderer too often and is not loaded any more. */
export class ModelQuarantined extends DomainEvent {
  constructor(
    readonly model: string,
    readonly why: string,
  ) {
    super();
  }
}
