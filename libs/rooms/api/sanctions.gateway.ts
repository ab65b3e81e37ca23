import { Injectable } from '@nestjs/common';
import type { CommandReply } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { BanWithCheckedReason } from '../use-cases/manage/ban-with-checked-reason.js';
import { BanUser } from '../use-cases/manage/ban-user.js';
import { KickMember } from '../use-cases/manage/kick-member.js';
import { MuteMember } from '../use-cases/manage/mute-member.js';
import { orderOf } from './management.gateway.js';
import { viewOfEvent } from './room-views.js';

/** What owners, and in public rooms moderators, do against somebody. */
@Injectable()
export class SanctionsGateway {
  constructor(
    private readonly kickMember: KickMember,
    private readonly muteMember: MuteMember,
    private readonly banWithCheckedReason: BanWithCheckedReason,
    private readonly banUser: BanUser,
  ) {}

  @Command('rooms.kick')
  async kick(call: Call<'rooms.kick'>): Promise<CommandReply<'rooms.kick'>> {
    return { event: viewOfEvent(await this.kickMember.run(orderOf(call), call.payload.userId)) };
  }

  @Command('rooms.mute')
  async mute(call: Call<'rooms.mute'>): Promise<CommandReply<'rooms.mute'>> {
    const { userId, minutes } = call.payload;
    return { event: viewOfEvent(await this.muteMember.run(orderOf(call), userId, minutes)) };
  }

  @Command('rooms.ban')
  async ban(call: Call<'rooms.ban'>): Promise<CommandReply<'rooms.ban'>> {
    const { userId, on, reason } = call.payload;
    const order = orderOf(call);
    const event = on ? this.banWithCheckedReason.run(order, userId, reason) : this.banUser.unban(order, userId);
    return { event: viewOfEvent(await event) };
  }
}
