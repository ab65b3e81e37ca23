import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { HubModel } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { type NewVersion, ModelRepository } from '../../domain/versions/model-repository.js';
import { isSameName, nameKeysOf, refKeyOf } from './name-keys.js';

/** Inside the transaction that publishes a version, which holds its model: whether it is new, and may be called what it is to be called. */
@Injectable()
export class NewLabelCheck {
  constructor(
    private readonly modelRepository: ModelRepository,
    private readonly pages: HubPages,
  ) {}

  /** @throws Rejection HUB_LABEL_TAKEN { label }, HUB_LABEL_RETIRED { useId } */
  async require({ label, useId, hash }: NewVersion, { id, name }: Pick<HubModel, 'id' | 'name'>): Promise<void> {
    const keys = nameKeysOf(label);
    const same = (await this.pages.ofModel(id)).find((other) => isSameName(keys, nameKeysOf(other.label)));
    if (same) throw new Rejection('HUB_LABEL_TAKEN', { label: same.label });
    // Images and rooms go on naming what was removed: only the same files may be called so again.
    const before = await this.modelRepository.findRetiredRef(refKeyOf(name, label));
    if (before !== null && before !== hash) throw new Rejection('HUB_LABEL_RETIRED', { useId });
  }
}
