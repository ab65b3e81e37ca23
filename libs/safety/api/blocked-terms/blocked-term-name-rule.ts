import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NameRules } from '@visionary/accounts';
import { CheckForm } from '../../use-cases/blocked-terms/check-text.js';

const SCOPES = { names: ['name'], titles: ['bio'] } as const;

/** Checks user names and profile texts against the blocked terms. */
@Injectable()
export class BlockedTermNameRule implements OnModuleInit {
  constructor(
    private readonly rules: NameRules,
    private readonly checkForm: CheckForm,
  ) {}

  onModuleInit(): void {
    this.rules.add(async (profile) => {
      const { fields, flag } = await this.checkForm.run(SCOPES, profile);
      return { text: fields, onStored: (id) => flag({ kind: 'user', id }) };
    });
  }
}
