import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { HubKind } from '@visionary/contract';
import { HashLookup } from '../../domain/registries.js';

/** The first lookup hashes all local models. Pages don't wait for it. */
const MAX_WAIT_MS = 300;

/** Finds hub models that are also local models. */
@Injectable()
export class LocalDuplicates {
  constructor(private readonly hashes: HashLookup) {}

  /** @returns the local model's name; undefined if there is none, or it isn't known yet */
  async titleOf(kind: HubKind, hash: string | null): Promise<string | undefined> {
    if (hash === null || kind === 'weights') return undefined;
    const title = this.hashes.titleOf(kind, hash).catch(() => undefined);
    return Promise.race([title, setTimeout(MAX_WAIT_MS, undefined, { ref: false })]);
  }
}
