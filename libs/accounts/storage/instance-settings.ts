import { Injectable } from '@nestjs/common';
import type { InstanceView } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { InstanceSettingRow } from './account.entity.js';

/** What an admin set for the instance, one row per setting. */
@Injectable()
export class InstanceSettings {
  constructor(private readonly database: Database) {}

  async all(): Promise<InstanceView> {
    const rows = await this.database.query().selectFrom('instance_setting').selectAll().execute();
    return Object.fromEntries(rows.map(({ name, value }) => [name, value])) as InstanceView;
  }

  /** Inside a transaction. @param value empty: removed */
  async set(name: keyof InstanceView, value: string): Promise<void> {
    const { em } = this.database;
    await em.nativeDelete(InstanceSettingRow, { name });
    if (value !== '') await em.insert(InstanceSettingRow, { name, value });
  }
}
