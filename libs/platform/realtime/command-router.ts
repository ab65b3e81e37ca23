import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Ack, COMMANDS, COMMAND_NAMES, type CommandName, ERROR_STATUS, type ErrorCode } from '@visionary/contract';
import { isRejection, Rejection } from '@visionary/kernel';
import { type AnyHandler, type Call, commandsOf } from './command.js';
import type { LiveSocket } from './live-socket.js';
import { RoomAccess } from './room-access.js';

/** Every command takes this road: parse, right, handler, acknowledgement. It always answers. */
@Injectable()
export class CommandRouter implements OnModuleInit {
  private readonly logger = new Logger('Commands');
  private readonly handlers = new Map<CommandName, AnyHandler>();

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(RoomAccess) private readonly access: RoomAccess,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object') continue;
      for (const [name, handler] of commandsOf(instance as object)) this.handlers.set(name, handler);
    }
    const missing = COMMAND_NAMES.filter((name) => !this.handlers.has(name));
    if (missing.length) this.logger.warn(`No gateway carries out: ${missing.join(', ')}`);
  }

  async answer(name: string, payload: unknown, socket: LiveSocket): Promise<Ack<unknown>> {
    try {
      return { ok: true, data: await this.carryOut(name, payload, socket) };
    } catch (error) {
      return { ok: false, error: this.refusal(name, error) };
    }
  }

  private async carryOut(name: string, payload: unknown, socket: LiveSocket): Promise<unknown> {
    const handler = this.handlers.get(name as CommandName);
    if (!handler) throw new Rejection('NOT_FOUND', { command: name.slice(0, 64) });
    const { needs, payload: schema } = COMMANDS[name as CommandName];
    const parsed = schema.safeParse(payload);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new Rejection('INVALID', { field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
    }
    if (needs !== 'nothing') await this.grant(needs, (parsed.data as { roomId: string }).roomId, socket);
    const call = { payload: parsed.data, person: socket.person, socket } as Call<CommandName>;
    return handler(call);
  }

  private async grant(needs: 'read' | 'write', roomId: string, socket: LiveSocket): Promise<void> {
    const role = await this.access.roleOf(socket.person?.id ?? null, roomId);
    if (!role) throw new Rejection('ROOMS_NOT_FOUND');
    if (needs === 'read') return;
    if (!socket.person) throw new Rejection('UNAUTHENTICATED');
    if (role === 'viewer') throw new Rejection('ROOMS_READ_ONLY');
  }

  private refusal(
    name: string,
    error: unknown,
  ): { code: ErrorCode; detail?: Record<string, string | number | boolean> } {
    if (isRejection(error) && error.code in ERROR_STATUS) {
      return { code: error.code as ErrorCode, ...(error.detail && { detail: { ...error.detail } }) };
    }
    const id = randomUUID();
    this.logger.error(`${name} failed [${id}]`, error instanceof Error ? error.stack : String(error));
    return { code: 'INTERNAL', detail: { id } };
  }
}
