import { Inject, Injectable } from '@nestjs/common';
import {
  type CommandName,
  COMMANDS,
  type Exceptions,
  type RoomNeeds,
  type RouteName,
  ROUTES,
} from '@visionary/contract';
import { Clock, isRejection, Rejection } from '@visionary/kernel';
import { Admins, type Identity } from '@visionary/platform/auth';
import { RoomAccess, type Standing } from './room-access.js';

type Asker = { readonly id: string } | null;

export interface Wish {
  readonly needs: RoomNeeds;
  readonly exceptions?: Exceptions;
}

/** The one place that grants what the contract asks for in a room, to commands and to HTTP alike. */
@Injectable()
export class RoomRights {
  constructor(
    @Inject(RoomAccess) private readonly access: RoomAccess,
    @Inject(Admins) private readonly admins: Admins,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * @returns what the person is in the room
   * @throws Rejection ROOMS_NOT_FOUND, ROOMS_BANNED, UNAUTHENTICATED, ROOMS_IS_DIRECT, ROOMS_READ_ONLY, ROOMS_NOT_OWNER,
   *   ROOMS_ARCHIVED, ROOMS_MUTED { until }, PEOPLE_UNREACHABLE
   */
  async require(person: Asker, roomId: string, wish: Wish): Promise<Standing> {
    const standing = await this.access.standingOf(person?.id ?? null, roomId);
    if (!standing) throw new Rejection('ROOMS_NOT_FOUND');
    const refusal = this.refusal(person, standing, wish);
    if (refusal && !(await this.moderates(person, standing, wish))) throw refusal;
    return standing;
  }

  /** As `require`, by the rule of a route whose path names the room. */
  async requireRoute(asker: Identity | null, roomId: string, route: RouteName): Promise<Standing> {
    const { room } = ROUTES[route] as { readonly room?: Wish };
    if (!room) throw new Error(`The contract has no rule for the room in ${route}`);
    return this.require(asker?.person ?? null, roomId, room);
  }

  /** As `requireRoute`. @returns who asks. @throws Rejection UNAUTHENTICATED for visitors, whatever the route needs */
  async requirePerson(asker: Identity | null, roomId: string, route: RouteName): Promise<Identity['person']> {
    await this.requireRoute(asker, roomId, route);
    if (!asker) throw new Rejection('UNAUTHENTICATED');
    return asker.person;
  }

  /** Whether somebody may do what a command does, for what depends on it. */
  async has(person: Asker, roomId: string, command: CommandName): Promise<boolean> {
    try {
      await this.require(person, roomId, COMMANDS[command] as Wish);
      return true;
    } catch (error) {
      if (isRejection(error)) return false;
      throw error;
    }
  }

  private refusal(person: Asker, standing: Standing, { needs, exceptions = {} }: Wish): Rejection | null {
    if (standing.isBanned) return new Rejection('ROOMS_BANNED');
    if (needs === 'read') return null;
    if (!person) return new Rejection('UNAUTHENTICATED');
    if (standing.isDirect && (needs === 'manage' || exceptions.notDirect)) return new Rejection('ROOMS_IS_DIRECT');
    if (needs === 'manage') return standing.role === 'owner' ? null : new Rejection('ROOMS_NOT_OWNER');
    if (needs === 'write' && standing.role === 'viewer') return new Rejection('ROOMS_READ_ONLY');
    return exceptions.staysOpen ? null : this.silence(standing);
  }

  /** Why somebody who might speak may only read. */
  private silence({ isArchived, mutedUntil, isUnreachable }: Standing): Rejection | null {
    if (isArchived) return new Rejection('ROOMS_ARCHIVED');
    if (mutedUntil !== null && mutedUntil > this.clock.now()) {
      return new Rejection('ROOMS_MUTED', { until: mutedUntil });
    }
    return isUnreachable ? new Rejection('PEOPLE_UNREACHABLE') : null;
  }

  private async moderates(person: Asker, { isPublic }: Standing, { exceptions }: Wish): Promise<boolean> {
    if (!person || !isPublic || !exceptions?.moderated) return false;
    return (await this.admins.among([person.id], 'moderator')).has(person.id);
  }
}
