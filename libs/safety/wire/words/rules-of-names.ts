import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NameRules } from '@visionary/accounts';
import { CheckFields } from '../../usecases/words/check-fields.js';

const SCOPES = { names: ['name'], titles: ['about'] } as const;

/** Nobody is called by a word that must not be kept, or says one of themselves. */
@Injectable()
export class RulesOfNames implements OnModuleInit {
  constructor(
    private readonly rules: NameRules,
    private readonly fields: CheckFields,
  ) {}

  onModuleInit(): void {
    this.rules.add(async (wanted) => {
      const { said, flag } = await this.fields.run(SCOPES, wanted);
      return { said, kept: (id) => flag({ kind: 'person', id }) };
    });
  }
}
