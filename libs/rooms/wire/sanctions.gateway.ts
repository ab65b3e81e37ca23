import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { BanForReason } from '../usecases/manage/ban-for-reason.js';
import { BanPerson } from '../usecases/manage/ban-person.js';
import { KickMember } from '../usecases/manage/kick-member.js';
import { MuteMember } from '../usecases/manage/mute-member.js';
import { orderOf } from './management.gateway.js';
import { viewOfEvent } from './room-views.js';

/** What owners, and in public rooms moderators, do against somebody. */
@Injectable()
export class SanctionsGateway {
  constructor(
    private readonly kickMember: KickMember,
    private readonly muteMember: MuteMember,
    private readonly banForReason: BanForReason,
    private readonly banPerson: BanPerson,
  ) {}

  @Command('rooms.kick')
  async kick(call: Call<'rooms.kick'>): Promise<CommandReply<'rooms.kick'>> {
    return { event: viewOfEvent(await this.kickMember.run(orderOf(call), call.payload.personId)) };
  }

  @Command('rooms.mute')
  async mute(call: Call<'rooms.mute'>): Promise<CommandReply<'rooms.mute'>> {
    const { personId, minutes } = call.payload;
    return { event: viewOfEvent(await this.muteMember.run(orderOf(call), personId, minutes)) };
  }

  @Command('rooms.ban')
  async ban(call: Call<'rooms.ban'>): Promise<CommandReply<'rooms.ban'>> {
    const { personId, on, reason } = call.payload;
    const order = orderOf(call);
    const event = on ? this.banForReason.run(order, personId, reason) : this.banPerson.unban(order, personId);
    return { event: viewOfEvent(await event) };
  }
}
