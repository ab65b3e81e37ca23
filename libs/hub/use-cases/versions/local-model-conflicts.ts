import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Draft } from '../../domain/drafts.js';
import { ReservedNames } from '../../domain/versions/folder-names.js';
import { HashLookup } from '../../domain/versions/hashes.js';
import { isSameName, nameKeysOf } from './name-keys.js';

/** How what somebody publishes stands to what lies in the server's own folder. Reads files: before any transaction. */
@Injectable()
export class LocalModelConflicts {
  constructor(
    private readonly hashes: HashLookup,
    private readonly names: ReservedNames,
  ) {}

  /** A copy of what lies there is nobody's work who uploads it, and may be called the same. */
  async isCopy({ hash }: Draft): Promise<boolean> {
    return hash !== null && (await this.hashes.find(hash)) !== null;
  }

  /** Words and images that name the one must not be read as the other. @throws Rejection HUB_NAME_RESERVED */
  async requireOtherName({ form, proposed, modelId }: Draft): Promise<void> {
    const name = form.name ?? proposed.name;
    if (modelId !== null || name === undefined) return;
    const keys = nameKeysOf(name);
    const taken = (await this.names.all()).find((one) => isSameName(keys, nameKeysOf(one)));
    if (taken !== undefined) throw new Rejection('HUB_NAME_RESERVED', { name: taken });
  }
}
