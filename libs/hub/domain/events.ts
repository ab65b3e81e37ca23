import { DomainEvent } from '@visionary/kernel';
import type { HubKind, Version } from './version.js';

/** It can be found, tried and rendered with from now on. */
export class VersionPublished extends DomainEvent {
  constructor(
    readonly version: Version,
    readonly kind: HubKind,
    readonly creatorId: string,
    /** The first of its model. */
    readonly isFirst: boolean,
  ) {
    super();
  }
}

/** It cannot be chosen any more. `removed`: its files go, too. */
export class VersionWithdrawn extends DomainEvent {
  constructor(
    readonly version: Version,
    readonly kind: HubKind,
    readonly why: 'unpublished' | 'removed' | 'quarantined',
  ) {
    super();
  }
}

/** What stands on its page is another. */
export class HubModelChanged extends DomainEvent {
  constructor(readonly modelId: string) {
    super();
  }
}

/** With all its versions, reviews and comments. */
export class HubModelRemoved extends DomainEvent {
  constructor(readonly modelId: string) {
    super();
  }
}

/** What went named these blobs; perhaps nobody needs them any more. */
export class HubBlobsReleased extends DomainEvent {
  constructor(readonly keys: readonly string[]) {
    super();
  }
}
