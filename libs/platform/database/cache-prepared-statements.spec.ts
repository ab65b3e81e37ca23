import { describe, expect, it } from '@jest/globals';
import { cachePreparedStatements } from './cache-prepared-statements.js';

function createClient() {
  const prepared: string[] = [];
  const client = {
    prepare(sql: string) {
      prepared.push(sql);
      return { sql };
    },
  };
  return { client, prepared };
}

describe('cachePreparedStatements', () => {
  it('prepares each text once', () => {
    const { client, prepared } = createClient();
    cachePreparedStatements(client);
    const first = client.prepare('select ?');
    expect(client.prepare('select ?')).toBe(first);
    expect(client.prepare('select ?, 2')).not.toBe(first);
    for (const sql of ['begin', 'commit', 'begin', 'commit']) client.prepare(sql);
    expect(prepared).toEqual(['select ?', 'select ?, 2', 'begin', 'commit']);
  });

  it('evicts the least recently used statement', () => {
    const { client, prepared } = createClient();
    cachePreparedStatements(client, 2);
    for (const sql of ['a?', 'b?', 'a?', 'c?', 'a?', 'b?']) client.prepare(sql);
    expect(prepared).toEqual(['a?', 'b?', 'c?', 'b?']);
  });

  it('does not cache statements with embedded values', () => {
    const { client, prepared } = createClient();
    cachePreparedStatements(client);
    const text = "select 1 from account where username = 'Ann'";
    expect(client.prepare(text)).not.toBe(client.prepare(text));
    expect(prepared).toEqual([text, text]);
  });

  it('does not cache statements that fail to prepare', () => {
    let isFixed = false;
    const client = {
      prepare: (sql: string) => {
        if (!isFixed) throw new Error('no such table');
        return { sql };
      },
    };
    cachePreparedStatements(client);
    expect(() => client.prepare('select ?')).toThrow('no such table');
    isFixed = true;
    expect(client.prepare('select ?')).toEqual({ sql: 'select ?' });
  });
});
