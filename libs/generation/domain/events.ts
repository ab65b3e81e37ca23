import { DomainEvent } from '@visionary/kernel';
import type { RequestedSteer, Take, TakeSteer } from './take.js';

export class TakeQueued extends DomainEvent {
  constructor(readonly take: Take) {
    super();
  }
}

/** An attempt started. Published for each attempt. */
export class TakeStarted extends DomainEvent {
  constructor(
    readonly take: Take,
    readonly at: number,
  ) {
    super();
  }
}

/** Returned to the queue because its node stopped or was lost. */
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

/** An image was hidden, restored, or rated differently. */
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
    /** Finished steps. */
    readonly step: number,
  ) {
    super();
  }
}

/** A user cancelled a rendering take. */
export class TakeCancelRequested extends DomainEvent {
  constructor(readonly takeId: string) {
    super();
  }
}

/** A user stopped a rendering take. */
export class TakeStopRequested extends DomainEvent {
  constructor(readonly takeId: string) {
    super();
  }
}

/** A user steered a rendering take. */
export class TakeSteerRequested extends DomainEvent {
  constructor(readonly steer: RequestedSteer) {
    super();
  }
}

/** A renderer applied a steer. */
export class TakeSteered extends DomainEvent {
  constructor(
    readonly takeId: string,
    readonly roomId: string,
    readonly steer: TakeSteer,
  ) {
    super();
  }
}

/** A model crashed or hung renderers too often. */
export class ModelQuarantined extends DomainEvent {
  constructor(
    readonly model: string,
    readonly why: string,
  ) {
    super();
  }
}
