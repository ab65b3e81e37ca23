import { Injectable } from '@nestjs/common';
import { Blocks, Users } from '@visionary/accounts';
import type { RoomSettings } from '@visionary/contract';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import { type Room, roomCacheTag } from '../domain/room.js';
import { type RoomEvent, RoomRightsChanged } from '../domain/room-event.js';
import type { User } from '../domain/user.js';
import { DirectRoomExistsError, DirectRooms } from '../storage/direct-rooms.js';
import { Members } from '../storage/members.js';
import { Rooms } from '../storage/rooms.js';
import { DirectRequestsService } from './direct-requests.service.js';
import { type RoomCommand, RoomCommandRunner } from './room-command-runner.js';
import { RoomLog } from '../storage/room-log.js';

export type NewRoom = Omit<RoomSettings, 'ownRenderersOnly'> &
  Pick<Room, 'kind'> &
  Partial<Pick<Room, 'id'>> & { readonly ownRenderersOnly?: boolean | undefined };

/** Creates, changes and archives rooms. */
@Injectable()
export class RoomsService {
  constructor(
    private readonly rooms: Rooms,
    private readonly directRooms: DirectRooms,
    private readonly requests: DirectRequestsService,
    private readonly members: Members,
    private readonly users: Users,
    private readonly blocks: Blocks,
    private readonly checkForm: CheckForm,
    private readonly log: RoomLog,
    private readonly commandRunner: RoomCommandRunner,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection UNAUTHENTICATED when the owner's account was deleted meanwhile */
  create(owner: User, newRoom: NewRoom): Promise<Room> {
    return this.commandRunner.withLockedUsers(owner.id, null, async () => {
      const id = newRoom.id ?? this.ids.next();
      const at = this.clock.now();
      const room: Room = {
        ...newRoom,
        ownRenderersOnly: newRoom.ownRenderersOnly ?? newRoom.visibility === 'private',
        id,
        ownerId: owner.id,
        createdAt: at,
        activeAt: at,
        lastSeq: 0,
        archivedAt: null,
      };
      await this.rooms.add(room);
      const payload = () => ({ by: owner });
      await this.log.append({ roomId: id, type: 'rooms.created', actorId: owner.id, payload });
      this.unitOfWork.publish(new RoomRightsChanged(id, owner.id));
      return room;
    });
  }

  /** Like `create`, and checks name and topic. @throws Rejection SAFETY_BLOCKED_TERMS, UNAUTHENTICATED */
  async createChecked(owner: User, newRoom: NewRoom): Promise<Room> {
    const { fields, flag } = await this.checkForm.run({ names: ['name'], titles: ['topic'] }, newRoom);
    return this.unitOfWork.run(async () => {
      const room = await this.create(owner, fields);
      await flag({ kind: 'room', id: room.id });
      return room;
    });
  }

  /**
   * The direct room of two users, created when they have none.
   * @throws Rejection INVALID for oneself, USERS_NOT_FOUND, USERS_BLOCKED when either has blocked the other,
   *   ROOMS_TOO_MANY_REQUESTS { limit } when the other user is a stranger
   */
  async openDirect(user: User, otherId: string): Promise<Room> {
    if (user.id === otherId) throw new Rejection('INVALID', { field: 'userId', reason: 'another user' });
    const other = (await this.users.byIds([otherId])).get(otherId);
    if (!other) throw new Rejection('USERS_NOT_FOUND');
    if (await this.blocks.isBlocked(user.id, otherId)) throw new Rejection('USERS_BLOCKED');
    const existing = await this.findDirect(user.id, otherId);
    if (existing) {
      const request = await this.requests.find(existing.id);
      if (request) await this.requests.reopen(request, user.id);
      return existing;
    }
    const requesterId = await this.requests.requesterFor(user.id, otherId);
    try {
      return await this.createDirect(user, other, requesterId);
    } catch (error) {
      // The other user created it at the same moment.
      const concurrent = error instanceof DirectRoomExistsError ? await this.findDirect(user.id, otherId) : null;
      if (!concurrent) throw error;
      return concurrent;
    }
  }

  private async findDirect(userId: string, otherId: string): Promise<Room | null> {
    const roomId = await this.directRooms.between(userId, otherId);
    return roomId === null ? null : this.rooms.find(roomId);
  }

  private createDirect(user: User, other: User, requesterId: string | null): Promise<Room> {
    return this.commandRunner.withLockedUsers(user.id, other.id, async () => {
      const room = await this.create(user, {
        name: '',
        topic: '',
        visibility: 'private',
        language: 'en',
        defaultRole: 'editor',
        kind: 'direct',
      });
      await this.members.add(room.id, other.id, 'editor', room.createdAt);
      await this.directRooms.add(user.id, other.id, room.id, requesterId);
      // A request appears with its first message.
      if (requesterId === null) this.unitOfWork.publish(new RoomRightsChanged(room.id, other.id));
      return room;
    });
  }

  /**
   * A room that becomes private insists on the instance's own renderers, unless the change says otherwise.
   * @throws Rejection SAFETY_BLOCKED_TERMS, and as RoomCommandRunner
   */
  async update(command: RoomCommand, settings: Partial<RoomSettings>): Promise<RoomEvent> {
    const first = await this.commandRunner.firstOf(command);
    if (first) return first;
    const { roomId, by } = command;
    const { fields: changes, flag } = await this.checkForm.run<Partial<RoomSettings>>(
      { names: ['name'], titles: ['topic'] },
      settings.visibility === 'private' ? { ownRenderersOnly: true, ...settings } : settings,
    );
    const work = async () => {
      await this.rooms.change(roomId, changes);
      await flag({ kind: 'room', id: roomId });
    };
    const action = { type: 'rooms.updated', payload: { by, changes }, work, cacheTags: [roomCacheTag(roomId)] };
    return this.commandRunner.run(command, changes.visibility === undefined ? action : { ...action, about: null });
  }

  /** @param on false: the room can be written in again */
  archive(command: RoomCommand, on: boolean): Promise<RoomEvent> {
    const work = (at: number) => this.rooms.archive(command.roomId, on ? at : null);
    const payload = { by: command.by, on };
    return this.commandRunner.run(command, { type: 'rooms.archived', payload, work, about: null });
  }

  /** Rooms of a member, most recently active first. */
  ofMember(userId: string, kind: Room['kind'], limit: number): Promise<Room[]> {
    return this.rooms.ofMember(userId, kind, limit);
  }

  /** Names of the public ones of these rooms, archived ones included, by id. One query. */
  async publicNamesOf(roomIds: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const rooms = await this.rooms.publicAmong([...new Set(roomIds)]);
    return new Map(rooms.map(({ id, name }) => [id, name]));
  }

  /** Names of these rooms, hidden and private ones included, by id. One query. */
  async namesOf(roomIds: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const rooms = await this.rooms.moderated([...new Set(roomIds)]);
    return new Map(rooms.map(({ id, name }) => [id, name]));
  }

  /** The rooms among these in which lent renderers may render. One query. */
  allowingLentRenderers(roomIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.rooms.allowingLentRenderers(roomIds);
  }

  /** Users whose first messages wait for acceptance, by direct room. One query. */
  async requestersOf(roomIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const requests = await this.requests.ofRooms(roomIds);
    return new Map([...requests].map(([roomId, { requesterId }]) => [roomId, requesterId]));
  }

  /** The two users of each direct room. One query. */
  directPairs(roomIds: readonly string[]): Promise<ReadonlyMap<string, readonly [string, string]>> {
    return this.directRooms.pairsOf(roomIds);
  }

  /** Inside a transaction in which one user blocked or unblocked the other: updates rights in their direct room. */
  async updateDirectRights(userId: string, otherId: string): Promise<void> {
    const roomId = await this.directRooms.between(userId, otherId);
    if (roomId !== null) this.unitOfWork.publish(new RoomRightsChanged(roomId, null));
  }
}
