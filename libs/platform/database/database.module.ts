import { type DynamicModule, Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, DomainEvents, Ids, SystemClock, UnitOfWork } from '@visionary/kernel';
import { CacheInvalidationHook } from './cache-invalidation.js';
import { Database } from './database.js';
import { placeEmptyDatabase } from './empty-database.js';
import { migrate } from './migrate.js';
import { createDomainEvents, MikroUnitOfWork } from './mikro-unit-of-work.js';
import { cacheStatements, createOrm, type OrmOptions, limitWaits } from './orm.js';
import { RoomTurns } from './room-turns.js';
import { UuidIds } from './uuid-ids.js';

const open = async (options: OrmOptions): Promise<Database> => {
  placeEmptyDatabase(options.url);
  const orm = createOrm(options);
  await orm.connect();
  const applied = await migrate(orm, options.url);
  if (applied.length) new Logger('Database').log(`Applied migrations: ${applied.join(', ')}`);
  await limitWaits(orm);
  await cacheStatements(orm);
  return new Database(orm);
};

/** Database, unit of work, domain events, clock, and ids for all slices. Applies migrations first. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  static forRoot(options: OrmOptions): DynamicModule {
    const events = createDomainEvents();
    return {
      module: DatabaseModule,
      providers: [
        { provide: Database, useFactory: () => open(options) },
        { provide: DomainEvents, useValue: events },
        {
          provide: UnitOfWork,
          inject: [Database, CacheInvalidationHook, RoomTurns],
          useFactory: (database: Database, cacheInvalidationHook: CacheInvalidationHook, roomTurns: RoomTurns) =>
            new MikroUnitOfWork(database, events, cacheInvalidationHook, roomTurns),
        },
        CacheInvalidationHook,
        RoomTurns,
        { provide: Clock, useClass: SystemClock },
        { provide: Ids, useClass: UuidIds },
      ],
      exports: [CacheInvalidationHook, Database, DomainEvents, RoomTurns, UnitOfWork, Clock, Ids],
    };
  }

  /** Runs after all other modules have stopped using it. */
  async onApplicationShutdown(): Promise<void> {
    await this.database.orm.close();
  }
}
