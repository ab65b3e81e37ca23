import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FreeSpace } from '@visionary/platform/blobs';
import { Bus } from '@visionary/platform/bus';
import { Database } from '@visionary/platform/database';
import { HealthProbes } from '@visionary/platform/http';
import { Broadcast } from '@visionary/platform/realtime';

/** Registers the health probes of the platform. Slices register their own. */
@Injectable()
export class PlatformHealthProbes implements OnModuleInit {
  constructor(
    private readonly probes: HealthProbes,
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly freeSpace: FreeSpace,
  ) {}

  onModuleInit(): void {
    this.probes.register('database', async () => ((await this.database.isUp()) ? 'up' : 'down'));
    this.probes.register('bus', () => this.bus.status);
    this.probes.register('storage', async () => {
      await this.freeSpace.freeBytes();
      if (!this.freeSpace.isWritable) return 'unwritable';
      return this.freeSpace.isLow ? 'low' : 'ok';
    });
    this.probes.register('sockets', () => this.broadcast.localSocketCount);
  }
}
