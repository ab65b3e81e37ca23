import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { CaseReader } from '../../use-cases/cases/case-reader.js';
import { OpenCase } from '../../use-cases/cases/open-case.js';
import { CaseBroadcaster } from './case-broadcaster.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

@Injectable()
export class CasesGateway {
  constructor(
    private readonly openCase: OpenCase,
    private readonly reader: CaseReader,
    private readonly broadcaster: CaseBroadcaster,
  ) {}

  @Command('safety.report')
  async report({
    payload: {
      subject: { kind, id, image },
      ...report
    },
    user,
  }: Call<'safety.report'>): Promise<CommandReply<'safety.report'>> {
    const subject = { kind, id, ...(image !== undefined && { image }) };
    await this.openCase.report({ ...report, subject, userId: idOf(user) });
    return {};
  }

  /** Subscribes before it reads the counts, so that no change is missed. */
  @Command('safety.subscribe')
  async subscribe({ socket, user }: Call<'safety.subscribe'>): Promise<CommandReply<'safety.subscribe'>> {
    this.broadcaster.subscribe(socket);
    return { counts: await this.reader.counts(idOf(user)) };
  }

  @Command('safety.unsubscribe')
  unsubscribe({ socket }: Call<'safety.unsubscribe'>): CommandReply<'safety.unsubscribe'> {
    this.broadcaster.unsubscribe(socket);
    return {};
  }
}
