import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { HashLookup } from '../../domain/versions/hashes.js';
import type { HubKind } from '../../domain/version.js';

/** The folder is read whole the first time, which may take long: nobody's page waits for it. */
const WAITED_MS = 300;

/** What of the hub lies in the server's own folder, too. */
@Injectable()
export class LocalDuplicates {
  constructor(private readonly finders: HashLookup) {}

  /** @returns what users call these very files there; undefined where they are not there, or that is not known yet */
  async titleOf(kind: HubKind, hash: string | null): Promise<string | undefined> {
    if (hash === null || kind === 'weights') return undefined;
    const known = this.finders.titleOf(kind, hash).catch(() => undefined);
    return Promise.race([known, setTimeout(WAITED_MS, undefined, { ref: false })]);
  }
}
