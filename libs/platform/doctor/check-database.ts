import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { countPendingMigrations, createOrm } from '@visionary/platform/database';
import { clockOffset, type ClockReading, isAtLeast, type ServiceFindings } from './services.js';
import { finding, reasonOf, type DoctorFinding } from './findings.js';

/** File system types of `statfs` that do not lock files as SQLite needs. */
const NETWORK_DRIVES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9P'],
]);

const OLDEST = { MySQL: [8, 0], MariaDB: [10, 6] } as const;
/** Connects to the database, without changing it. */
export async function checkDatabase({ databaseUrl }: Pick<Config, 'databaseUrl'>): Promise<ServiceFindings> {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined;
  const address = file ?? new URL(databaseUrl).host;
  if (file !== undefined && !existsSync(file)) {
    return { findings: [finding('database', 'ok', 'databaseAbsent', { address })] };
  }
  const orm = createOrm({ url: databaseUrl, entities: [] });
  try {
    await orm.connect();
    const { version, clock, ms } = await (file === undefined ? readMysql(orm) : readSqlite(orm));
    const product = file !== undefined ? 'SQLite' : /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
    const values = { product, version: version.split('-')[0] ?? version, address, ms };
    const pending = await countPendingMigrations(orm, databaseUrl);
    const drive = file === undefined ? undefined : NETWORK_DRIVES.get((await statfs(dirname(file))).type);
    return {
      findings: [
        databaseFinding(values, pending),
        ...(drive === undefined ? [] : [finding('database', 'problem', 'databaseOnNetworkDrive', { drive })]),
      ],
      ...(clock && { clock }),
    };
  } catch (error) {
    const reason = reasonOf(error);
    return { findings: [finding('database', 'problem', 'databaseUnreachable', { address, reason })] };
  } finally {
    await orm.close(true).catch(() => undefined);
  }
}

function databaseFinding(
  values: { readonly product: string; readonly version: string; readonly address: string; readonly ms: number },
  pending: number,
): DoctorFinding {
  const oldest = values.product === 'SQLite' ? undefined : OLDEST[values.product as keyof typeof OLDEST];
  if (oldest && !isAtLeast(values.version, oldest)) {
    const needed = `${values.product} ${oldest.join('.')}`;
    return finding('database', 'problem', 'databaseTooOld', { ...values, needed });
  }
  return pending > 0
    ? finding('database', 'warning', 'databasePending', { ...values, count: pending })
    : finding('database', 'ok', 'database', values);
}

type Orm = ReturnType<typeof createOrm>;
interface DatabaseReading {
  readonly version: string;
  readonly ms: number;
  readonly clock?: ClockReading;
}

async function readSqlite(orm: Orm): Promise<DatabaseReading> {
  const startedAt = performance.now();
  const [row] = await orm.em.getConnection().execute<{ version: string }[]>('select sqlite_version() as version');
  return { version: row?.version ?? '', ms: Math.round(performance.now() - startedAt) };
}

async function readMysql(orm: Orm): Promise<DatabaseReading> {
  const sentAt = Date.now();
  const [row] = await orm.em
    .getConnection()
    .execute<{ version: string; now: string }[]>(
      'select version() as version, unix_timestamp(current_timestamp(3)) * 1000 as now',
    );
  const receivedAt = Date.now();
  const offsetMs = clockOffset(Number(row?.now), sentAt, receivedAt);
  return { version: row?.version ?? '', ms: receivedAt - sentAt, clock: { service: 'MySQL', offsetMs } };
}
