import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bubblewrapArgs } from './bubblewrap.js';
import { devicesOfCards, graphicsDevices, groupsOf } from './graphics.js';
import { userArgs } from './isolation.js';

const SCRIPT = 'libs/sandbox/graphics.ts';

describe('a sandbox with graphics', () => {
  let folder = '';
  const names = ['dri/card0', 'dri/renderD128', 'nvidia0', 'nvidiactl', 'nvidia-uvm', 'kfd', 'sda', 'mem', 'fb0'];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'visionary-devices-'));
    mkdirSync(join(folder, 'dri'));
    for (const name of names) writeFileSync(join(folder, name), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('[E101] has the devices that compute, and not those that control a screen', () => {
    const devices = ['dri/renderD128', 'kfd', 'nvidia-uvm', 'nvidia0', 'nvidiactl'].map((name) => join(folder, name));
    expect(graphicsDevices(folder).toSorted()).toEqual(devices);
    expect(graphicsDevices(join(folder, 'absent'))).toEqual([]);
    expect(groupsOf(devices)).toEqual([statSync(folder).gid]);
  });

  it('[G87] has the devices of a chosen card, and those that belong to all cards', () => {
    const devices = ['/dev/dri/renderD128', '/dev/dri/renderD129', '/dev/nvidia0', '/dev/nvidiactl', '/dev/kfd'];
    expect(devicesOfCards(devices, ['/dev/dri/renderD129'])).toEqual([
      ...['/dev/dri/renderD129', '/dev/nvidiactl', '/dev/kfd'],
    ]);
    expect(devicesOfCards(devices)).toEqual(devices);
  });

  it('[E101] shows devices to its user in folders that it can enter, and none without graphics', () => {
    const options = { script: SCRIPT, readable: [], scratch: { bytes: 1 }, changesUser: true };
    const device = join(folder, 'dri', 'renderD128');
    const args = bubblewrapArgs({ ...options, graphics: { devices: [device] } }).join(' ');
    const entered = args.indexOf(`--perms 0755 --dir ${join(folder, 'dri')} `);
    const shown = args.indexOf(`--dev-bind ${device} ${device}`);
    expect(entered).toBeGreaterThan(-1);
    expect(shown).toBeGreaterThan(entered);
    expect(args.indexOf('--remount-ro /dev')).toBeGreaterThan(shown);
    expect(bubblewrapArgs(options).join(' ')).not.toMatch(/--dev-bind|--ro-bind \/sys\/devices /);
  });

  it('[E101] gives its user the groups of the devices', () => {
    expect(userArgs(60_706, [44, 105]).join(' ')).toContain('--groups 44,105');
    expect(userArgs(60_706)).toContain('--clear-groups');
  });
});
