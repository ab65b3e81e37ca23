import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { NameKeys } from '../domain/account.js';
import { type MayBeCalled, NameRules } from '../domain/name-rules.js';
import { Names } from '../domain/names.js';
import { nameKeys } from './name-keys.js';

export interface HeldName extends Pick<MayBeCalled<object>, 'kept'> {
  readonly keys: NameKeys;
}

/** Whether somebody new may be called so. */
@Injectable()
export class NewName {
  constructor(
    private readonly names: Names,
    private readonly rules: NameRules,
  ) {}

  /** @throws Rejection INVALID, and of the rules */
  async run(name: string): Promise<HeldName> {
    const keys = nameKeys(name);
    const { kept } = await this.rules.hold({ name });
    return { keys, kept };
  }

  /** The database decides among those who come at once. @throws Rejection ACCOUNTS_NAME_TAKEN */
  async requireFree({ keys }: HeldName): Promise<void> {
    if (await this.names.isTaken(keys)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
  }
}
