import type { Provider } from '@visionary/contract';
import type { RequestedSteer, Take, TakeSteer } from './take.js';

export class TakeQueued {
  constructor(readonly take: Take) {}
}

/** An attempt started. Published for each attempt. */
export class TakeStarted {
  constructor(
    readonly take: Take,
    readonly at: number,
  ) {}
}

/** Returned to the queue because its node stopped or was lost. */
export class TakeRequeued {
  constructor(readonly take: Take) {}
}

export class TakeFinished {
  constructor(readonly take: Take) {}
}

/** An image was hidden, restored, or rated differently. */
export class TakeImageVisibilityChanged {
  constructor(readonly take: Take) {}
}

export class TakeFailed {
  constructor(readonly take: Take) {}
}

export class TakeCancelled {
  constructor(
    readonly take: Take,
    /** Null at the terminal of the server. */
    readonly byId: string | null,
    /** Finished steps. */
    readonly step: number,
  ) {}
}

/** A user cancelled a rendering take. */
export class TakeCancelRequested {
  constructor(readonly takeId: string) {}
}

/** A user stopped a rendering take. */
export class TakeStopRequested {
  constructor(readonly takeId: string) {}
}

/** A user steered a rendering take. */
export class TakeSteerRequested {
  constructor(readonly steer: RequestedSteer) {}
}

/** A renderer applied a steer. */
export class TakeSteered {
  constructor(
    readonly takeId: string,
    readonly roomId: string,
    readonly steer: TakeSteer,
  ) {}
}

/** A model crashed or hung renderers too often. */
export class ModelQuarantined {
  constructor(
    readonly model: string,
    /** Others may still load it. */
    readonly provider: Provider,
    readonly reason: string,
  ) {}
}
