import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { SqlTakes } from '../storage/sql-takes.js';

/** Takes keep the names of the renderers that were lent to them until the account of the lender is deleted. */
@Injectable()
export class LenderErasure implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly takes: SqlTakes,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.takes.eraseLender(userId));
  }
}
