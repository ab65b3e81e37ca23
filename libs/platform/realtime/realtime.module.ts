import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Broadcast } from './broadcast.js';
import { CommandRouter } from './command-router.js';
import { InstanceRights } from './instance-rights.js';
import { UserAvailability } from './user-availability.js';
import { SocketProfileSync } from './socket-profile-sync.js';
import { Presence } from './presence.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { SocketSanctionSync } from './socket-sanction-sync.js';
import { EndedSessionDisconnector } from './ended-session-disconnector.js';
import { SocketSyncs } from './socket-syncs.js';

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
        EndedSessionDisconnector,
        SocketProfileSync,
        SocketSanctionSync,
        SocketSyncs,
        RealtimeGateway,
      ],
      // Modules that use sockets also need the permission checks.
      exports: [Broadcast, UserAvailability, Presence, ...imports],
    };
  }
}
