import type { HubKind } from '@visionary/contract';
import { DomainEvent } from '@visionary/kernel';
import type { Version } from './version.js';

export class VersionPublished extends DomainEvent {
  constructor(
    readonly version: Version,
    readonly kind: HubKind,
    readonly creatorId: string,
    /** The first version of its model. */
    readonly isFirst: boolean,
  ) {
    super();
  }
}

/** The version can't be chosen any more. `removed`: its files are deleted too. */
export class VersionWithdrawn extends DomainEvent {
  constructor(
    readonly version: Version,
    readonly kind: HubKind,
    readonly why: 'unpublished' | 'removed' | 'quarantined',
  ) {
    super();
  }
}

export class HubModelChanged extends DomainEvent {
  constructor(readonly modelId: string) {
    super();
  }
}

/** A model was removed with its versions, reviews, and comments. */
export class HubModelRemoved extends DomainEvent {
  constructor(readonly modelId: string) {
    super();
  }
}

/** Blobs lost a reference and may be deleted. */
export class HubBlobsReleased extends DomainEvent {
  constructor(readonly keys: readonly string[]) {
    super();
  }
}
