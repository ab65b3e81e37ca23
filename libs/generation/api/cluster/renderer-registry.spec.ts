import { describe, expect, it } from '@jest/globals';
import { type Heartbeat, HEARTBEAT_TIMEOUT_MS } from './redis-protocol.js';
import { RendererRegistry } from './renderer-registry.js';

const hello = (change: Partial<Heartbeat> = {}): Heartbeat => ({
  ...{ id: 'one', host: 'h', state: 'idle', attempt: null, idleForMs: 100, restarts: 0, pool: null },
  ...change,
});

describe('RendererRegistry', () => {
  it('converts durations to times of this machine', () => {
    const roll = new RendererRegistry();
    roll.update(hello({ idleForMs: 300 }), 10_000, 0);
    expect(roll.statuses).toMatchObject([{ id: 'one', idleSince: 9_700 }]);
    roll.update(hello({ idleForMs: null, state: 'rendering' }), 11_000, 0);
    expect(roll.statuses).toMatchObject([{ state: 'rendering', idleSince: null }]);
  });

  it('reports a change only when a heartbeat has new content', () => {
    const roll = new RendererRegistry();
    expect(roll.update(hello(), 0, 0)).toBe(true);
    expect(roll.update(hello({ idleForMs: 2_100 }), 2_000, 2_000)).toBe(false);
    expect(roll.update(hello({ restarts: 1 }), 4_000, 4_000)).toBe(true);
  });

  it('[N3] lists a renderer as silent when it times out, unless the connection was lost', () => {
    const roll = new RendererRegistry();
    roll.update(hello(), 0, 0);
    roll.update(hello({ id: 'two' }), 0, 5_000);
    expect(roll.silent(HEARTBEAT_TIMEOUT_MS + 1).map(({ id }) => id)).toEqual(['one']);
    roll.resetTimeouts(HEARTBEAT_TIMEOUT_MS + 1);
    expect(roll.silent(HEARTBEAT_TIMEOUT_MS + 2)).toEqual([]);
    expect([roll.forget('one'), roll.forget('one')]).toEqual([true, false]);
  });
});
