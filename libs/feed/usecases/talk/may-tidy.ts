import { Injectable } from '@nestjs/common';
import { Caretakers } from '../../domain/talk/caretakers.js';
import { HoldCompany } from './hold-company.js';

/** Who may take away what others said. */
@Injectable()
export class MayTidy {
  constructor(
    private readonly company: HoldCompany,
    private readonly caretakers: Caretakers,
  ) {}

  /** Inside a transaction, first of all. @returns ms since 1970. @throws Rejection UNAUTHENTICATED */
  async hold(personId: string): Promise<number> {
    return (await this.company.run(personId, [])).at;
  }

  everywhere(personId: string): Promise<boolean> {
    return this.caretakers.includes(personId);
  }
}
