import { Inject, Injectable } from '@nestjs/common';
import {
  type CommandName,
  COMMANDS,
  type PermissionExceptions,
  type RoomPermission,
  type RouteName,
  ROUTES,
} from '@visionary/contract';
import { Clock, isRejection, Rejection, RoomAccess, type RoomAccessState } from '@visionary/kernel';
import { AdminDirectory, type Identity } from '@visionary/platform/auth';

type Requester = { readonly id: string } | null;

export interface PermissionRequest {
  readonly permission: RoomPermission;
  readonly exceptions?: PermissionExceptions;
}

/** Checks room permissions of the contract, for commands and HTTP routes. */
@Injectable()
export class RoomRights {
  constructor(
    @Inject(RoomAccess) private readonly access: RoomAccess,
    @Inject(AdminDirectory) private readonly adminDirectory: AdminDirectory,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * @returns the state of the user in the room
   * @throws Rejection ROOMS_NOT_FOUND, ROOMS_BANNED, UNAUTHENTICATED, ROOMS_NOT_IN_DIRECT_ROOM, ROOMS_READ_ONLY,
   * ROOMS_NOT_OWNER, ROOMS_REQUEST_PENDING, ROOMS_ARCHIVED, ROOMS_MUTED { until }, USERS_BLOCKED
   */
  async require(user: Requester, roomId: string, permissionRequest: PermissionRequest): Promise<RoomAccessState> {
    const state = await this.access.getCached(user?.id ?? null, roomId);
    if (!state) throw new Rejection('ROOMS_NOT_FOUND');
    const rejection = this.rejection(user, state, permissionRequest);
    if (rejection && !(await this.isModerator(user, state, permissionRequest))) throw rejection;
    return state;
  }

  /** Like `require`, with the rule of a route whose path contains the room. */
  async requireRoute(identity: Identity | null, roomId: string, route: RouteName): Promise<RoomAccessState> {
    const { room } = ROUTES[route] as { readonly room?: PermissionRequest };
    if (!room) throw new Error(`The contract has no rule for the room in ${route}`);
    return this.require(identity?.user ?? null, roomId, room);
  }

  /**
   * Like `requireRoute`. @returns the requester @throws Rejection UNAUTHENTICATED for visitors, whatever the route
   * requires
   */
  async requireUser(identity: Identity | null, roomId: string, route: RouteName): Promise<Identity['user']> {
    await this.requireRoute(identity, roomId, route);
    if (!identity) throw new Rejection('UNAUTHENTICATED');
    return identity.user;
  }

  /** @returns true if the user may run the command in the room */
  async can(user: Requester, roomId: string, command: CommandName): Promise<boolean> {
    try {
      await this.require(user, roomId, COMMANDS[command] as PermissionRequest);
      return true;
    } catch (error) {
      if (isRejection(error)) return false;
      throw error;
    }
  }

  private rejection(
    user: Requester,
    roomAccessState: RoomAccessState,
    { permission, exceptions = {} }: PermissionRequest,
  ): Rejection | null {
    if (roomAccessState.isBanned) return new Rejection('ROOMS_BANNED');
    if (permission === 'read') return null;
    if (!user) return new Rejection('UNAUTHENTICATED');
    if (roomAccessState.isDirect && (permission === 'manage' || exceptions.notInDirectRooms)) {
      return new Rejection('ROOMS_NOT_IN_DIRECT_ROOM');
    }
    if (permission === 'manage') return roomAccessState.role === 'owner' ? null : new Rejection('ROOMS_NOT_OWNER');
    if (permission === 'write' && roomAccessState.role === 'viewer') return new Rejection('ROOMS_READ_ONLY');
    if (permission === 'write' && roomAccessState.requesterId !== null && !exceptions.allowedInRequests) {
      return new Rejection('ROOMS_REQUEST_PENDING');
    }
    return exceptions.allowedWhenMuted ? null : this.muteRejection(roomAccessState);
  }

  /** Why a user with a writing role may only read. */
  private muteRejection({ isArchived, mutedUntil, isBlocked }: RoomAccessState): Rejection | null {
    if (isArchived) return new Rejection('ROOMS_ARCHIVED');
    if (mutedUntil !== null && mutedUntil > this.clock.now()) {
      return new Rejection('ROOMS_MUTED', { until: mutedUntil });
    }
    return isBlocked ? new Rejection('USERS_BLOCKED') : null;
  }

  private async isModerator(
    user: Requester,
    { isPublic }: RoomAccessState,
    { exceptions }: PermissionRequest,
  ): Promise<boolean> {
    if (!user || !isPublic || !exceptions?.allowsModerators) return false;
    return (await this.adminDirectory.among([user.id], 'moderator')).has(user.id);
  }
}
