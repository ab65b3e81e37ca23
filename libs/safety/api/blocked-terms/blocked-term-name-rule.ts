import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NameRules } from '@visionary/accounts';
import { CheckForm } from '../../use-cases/blocked-terms/check-form.js';

const SCOPES = { names: ['name'], titles: ['about'] } as const;

/** Nobody is called by a word that must not be kept, or says one of themselves. */
@Injectable()
export class BlockedTermNameRule implements OnModuleInit {
  constructor(
    private readonly rules: NameRules,
    private readonly fields: CheckForm,
  ) {}

  onModuleInit(): void {
    this.rules.add(async (wanted) => {
      const { fields, flag } = await this.fields.run(SCOPES, wanted);
      return { text: fields, onStored: (id) => flag({ kind: 'user', id }) };
    });
  }
}
