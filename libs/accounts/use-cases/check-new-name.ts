import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { NameKeys } from '../domain/account.js';
import { type CheckedProfileText, NameRules } from '../domain/name-rules.js';
import { Names } from '../domain/names.js';
import { nameKeys } from './name-keys.js';

export interface LockedName extends Pick<CheckedProfileText<object>, 'kept'> {
  readonly keys: NameKeys;
}

/** Whether somebody new may be called so. */
@Injectable()
export class CheckNewName {
  constructor(
    private readonly names: Names,
    private readonly rules: NameRules,
  ) {}

  /** @throws Rejection INVALID, and of the rules */
  async run(name: string): Promise<LockedName> {
    const keys = nameKeys(name);
    const { kept } = await this.rules.hold({ name });
    return { keys, kept };
  }

  /** The database decides among those who come at once. @throws Rejection ACCOUNTS_NAME_TAKEN */
  async requireFree({ keys }: LockedName): Promise<void> {
    if (await this.names.isTaken(keys)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
  }
}
