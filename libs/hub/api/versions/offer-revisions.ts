import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DomainEvent, DomainEvents, type DomainEventType } from '@visionary/kernel';
import { HubModelChanged, HubModelRemoved, VersionPublished, VersionWithdrawn } from '../../domain/events.js';
import { PublishedVersions } from '../../domain/published-versions.js';

const CHANGES: readonly DomainEventType<DomainEvent>[] = [
  VersionPublished,
  VersionWithdrawn,
  HubModelChanged,
  HubModelRemoved,
];

/** Every change of the hub raises its revision in the same transaction: processes without a common bus compare it. */
@Injectable()
export class OfferRevisions implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly publishedVersions: PublishedVersions,
  ) {}

  onModuleInit(): void {
    for (const change of CHANGES) this.events.beforeCommit(change, () => this.publishedVersions.raiseRevision());
  }
}
