import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Broadcast } from './broadcast.js';
import { CommandRouter } from './command-router.js';
import { InstanceRights } from './instance-rights.js';
import { UserAvailability } from './user-availability.js';
import { LiveSubjects } from './live-subject.js';
import { Presence } from './presence.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { SocketSync } from './socket-sync.js';

/** Sockets, commands, broadcasts, and presence. `imports` provides and re-exports RoomAccess and RoomRights. */
@Global()
@Module({})
export class RealtimeModule {
  static forRoot({ imports }: { readonly imports: readonly Type[] }): DynamicModule {
    return {
      module: RealtimeModule,
      imports: [DiscoveryModule, ...imports],
      providers: [
        Broadcast,
        UserAvailability,
        Presence,
        InstanceRights,
        CommandRouter,
        SocketSync,
        LiveSubjects,
        RealtimeGateway,
      ],
      // Modules that use sockets also need the permission checks.
      exports: [Broadcast, LiveSubjects, UserAvailability, Presence, ...imports],
    };
  }
}
