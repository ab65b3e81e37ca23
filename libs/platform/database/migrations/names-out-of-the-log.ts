import { Migration } from '@mikro-orm/migrations';

interface Row {
  readonly room_id: string;
  readonly seq: number;
  readonly payload: string;
}

const ROW_BATCH_SIZE = 500;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As the log wrote people before it kept ids alone: an id, a name, perhaps a picture, and nothing else. */
const isPerson = (value: Record<string, unknown>): boolean =>
  ['id', 'name'].every((key) => typeof value[key] === 'string') &&
  Object.keys(value).every((key) => key === 'id' || key === 'name' || key === 'picture');

const withoutNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (!isObject(value)) return value;
  if (isPerson(value)) return { $person: value['id'] };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutNames(one)]));
};

/** What former versions wrote into the logs of rooms holds names, also of people who have left since: ids stay. Both dialects. */
export class NamesOutOfTheLog extends Migration {
  override async up(): Promise<void> {
    let rows: Row[] = [];
    do {
      rows = await this.after(rows.at(-1) ?? { room_id: '', seq: 0 });
      for (const { room_id, seq, payload } of rows) {
        const ids = JSON.stringify(withoutNames(JSON.parse(payload)));
        await this.execute('update room_event set payload = ? where room_id = ? and seq = ?', [ids, room_id, seq]);
      }
    } while (rows.length === ROW_BATCH_SIZE);
  }

  /** In text that people typed the quotes are escaped, so that it is not found here. */
  private async after({ room_id, seq }: Pick<Row, 'room_id' | 'seq'>): Promise<Row[]> {
    return (await this.execute(
      `select room_id, seq, payload from room_event where payload like '%"name":%'
        and (room_id > ? or (room_id = ? and seq > ?)) order by room_id, seq limit ${ROW_BATCH_SIZE}`,
      [room_id, room_id, seq],
    )) as unknown as Row[];
  }
}
