import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Broadcast } from './broadcast.js';
import { CommandRouter } from './command-router.js';
import { InstanceRights } from './instance-rights.js';
import { PeopleHere } from './people-here.js';
import { PersonWatch } from './person-watch.js';
import { Presence } from './presence.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { SanctionWatch } from './sanction-watch.js';
import { SessionWatch } from './session-watch.js';
import { Watches } from './watches.js';

/** Sockets, commands, broadcasts and presence. `imports` bring the module that binds RoomAccess and RoomRights, for everybody. */
@Global()
@Module({})
export class RealtimeModule {
  static forRoot({ imports }: { readonly imports: readonly Type[] }): DynamicModule {
    return {
      module: RealtimeModule,
      imports: [DiscoveryModule, ...imports],
      providers: [
        Broadcast,
        PeopleHere,
        Presence,
        InstanceRights,
        CommandRouter,
        SessionWatch,
        PersonWatch,
        SanctionWatch,
        Watches,
        RealtimeGateway,
      ],
      // Whoever speaks to sockets asks for the right to, too.
      exports: [Broadcast, PeopleHere, Presence, ...imports],
    };
  }
}
