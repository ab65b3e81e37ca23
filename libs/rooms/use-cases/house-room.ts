import { Injectable } from '@nestjs/common';
import { LoginlessAccounts } from '@visionary/accounts';
import { HOUSE_ROOM_ID, HOUSE_USER_ID, type Language } from '@visionary/contract';
import { RoomsService } from './rooms.service.js';

/** The public room in which the server renders. Its owner can't sign in, and everybody else views and reacts. */
@Injectable()
export class HouseRoom {
  private exists = false;

  constructor(
    private readonly accounts: LoginlessAccounts,
    private readonly rooms: RoomsService,
  ) {}

  /** Creates the room once. One that a moderator hid stays hidden. */
  async ensure(language: Language): Promise<void> {
    if (this.exists || (await this.rooms.namesOf([HOUSE_ROOM_ID])).size > 0) return void (this.exists = true);
    const { id, name } = await this.accounts.add({ id: HOUSE_USER_ID, name: 'Visionary', language, about: '' });
    await this.rooms.create(
      { id, name },
      {
        ...{ id: HOUSE_ROOM_ID, kind: 'room', name: 'Visionary Live', topic: '', visibility: 'public', language },
        ...{ defaultRole: 'viewer', ownRenderersOnly: true },
      },
    );
  }
}
