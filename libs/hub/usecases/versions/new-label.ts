import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { HubModel } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { type NewVersion, Shelf } from '../../domain/versions/shelf.js';
import { areOne, modelKeys, useKeyOf } from './name-keys.js';

/** Inside the transaction that publishes a version, which holds its model: whether it is new, and may be called what it is to be called. */
@Injectable()
export class NewLabel {
  constructor(
    private readonly shelf: Shelf,
    private readonly pages: HubPages,
  ) {}

  /** @throws Rejection HUB_LABEL_TAKEN { label }, HUB_LABEL_REMOVED { useId } */
  async require({ label, useId, hash }: NewVersion, { id, name }: Pick<HubModel, 'id' | 'name'>): Promise<void> {
    const keys = modelKeys(label);
    const same = (await this.pages.ofModel(id)).find((other) => areOne(keys, modelKeys(other.label)));
    if (same) throw new Rejection('HUB_LABEL_TAKEN', { label: same.label });
    // Pictures and rooms go on naming what was removed: only the same files may be called so again.
    const before = await this.shelf.removedAs(useKeyOf(name, label));
    if (before !== null && before !== hash) throw new Rejection('HUB_LABEL_REMOVED', { useId });
  }
}
