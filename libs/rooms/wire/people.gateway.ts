import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command, PeopleHere } from '@visionary/platform/realtime';
import { WatchedPeople } from './watched-people.js';

/** Who is online, away and offline, to pages that show it. */
@Injectable()
export class PeopleGateway {
  constructor(
    private readonly peopleHere: PeopleHere,
    private readonly watched: WatchedPeople,
  ) {}

  @Command('me.away')
  away({ payload, person, socket }: Call<'me.away'>): CommandReply<'me.away'> {
    this.peopleHere.look((person as PersonView).id, socket.id, payload.away);
    return {};
  }

  @Command('people.watch')
  async watch({ payload, person, socket }: Call<'people.watch'>): Promise<CommandReply<'people.watch'>> {
    return { people: await this.watched.watch(socket, (person as PersonView).id, payload.personIds) };
  }
}
