import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { describeDevice } from './describe-device.js';
import { deviceBudget } from './device-budget.js';

const GIBIBYTE = 2 ** 30;
const WEBGPU = { provider: 'webgpu' } as const;

describe('deviceBudget', () => {
  it('[E100] is the setting, a share of the memory of the card, or careful', () => {
    expect(deviceBudget({ provider: 'cuda' }, 8_192, 24 * GIBIBYTE)).toBe(8 * GIBIBYTE);
    expect(deviceBudget({ provider: 'cuda' }, 0, 20 * GIBIBYTE)).toBe(17 * GIBIBYTE);
    expect(deviceBudget({ provider: 'cuda' }, 0, undefined)).toBe(4 * GIBIBYTE);
  });

  it('[E100] is that of main memory for the processor, and for graphics that share it', () => {
    expect(deviceBudget({ provider: 'cpu' }, 8_192, undefined)).toBeUndefined();
    expect(deviceBudget(WEBGPU, 0, undefined, 'linux')).toBeUndefined();
    expect(deviceBudget({ provider: 'coreml' }, 0, undefined, 'darwin')).toBeUndefined();
  });
});

describe('describeDevice', () => {
  let root = '';
  afterEach(() => rmSync(root, { recursive: true }));
  const describeOn = (files: Readonly<Record<string, string>>, card?: number) => {
    root = mkdtempSync(join(tmpdir(), 'visionary-cards-'));
    mkdirSync(join(root, 'sys/bus/pci/devices'), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    for (const bus of readdirSync(join(root, 'sys/bus/pci/devices'))) {
      symlinkSync('/drivers/some', join(root, 'sys/bus/pci/devices', bus, 'driver'));
    }
    return describeDevice({ ...WEBGPU, card }, root);
  };
  const cardOn = (bus: number, vendor: string, device: string, more: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      Object.entries({ class: '0x030000', vendor: `0x${vendor}`, device: `0x${device}`, ...more }).map(
        ([name, text]) => [`sys/bus/pci/devices/0000:0${bus}:00.0/${name}`, `${text}\n`],
      ),
    );
  const NODE = { 'dev/dri/renderD128': '' };
  const NAMES =
    '8086  Intel Corporation\n\t46a6  Alder Lake-P GT2 [Iris Xe Graphics]\n1002  AMD\n\t744c  Navi 31 [Radeon RX 7900]\n';

  it('[E100] names the card with the most memory of its own', async () => {
    const cards = {
      ...cardOn(0, '8086', '46a6'),
      ...cardOn(1, '1002', '744c', { mem_info_vram_total: String(24 * GIBIBYTE) }),
      ...{ ...NODE, 'usr/share/misc/pci.ids': NAMES },
    };
    const radeon = { name: 'AMD Navi 31 [Radeon RX 7900]', memoryBytes: 24 * GIBIBYTE };
    expect(await describeOn(cards)).toEqual(radeon);
    rmSync(root, { recursive: true });
    // A number chooses.
    expect(await describeOn(cards, 0)).toEqual({ name: 'Intel Alder Lake-P GT2 [Iris Xe Graphics]' });
    rmSync(root, { recursive: true });
    expect(await describeOn(cards, 1)).toEqual(radeon);
  });

  it('[E100] knows no memory of graphics that share it, and names software', async () => {
    const shared = { ...cardOn(0, '8086', '46a6'), 'usr/share/misc/pci.ids': NAMES };
    expect(await describeOn({ ...NODE, ...shared })).toEqual({ name: 'Intel Alder Lake-P GT2 [Iris Xe Graphics]' });
    rmSync(root, { recursive: true });
    const little = cardOn(0, '1002', '164e', {
      mem_info_vram_total: String(GIBIBYTE / 2),
      product_name: 'Radeon 610M',
    });
    expect(await describeOn({ ...NODE, ...little })).toEqual({ name: 'Radeon 610M' });
    rmSync(root, { recursive: true });
    expect(await describeOn({ 'usr/share/vulkan/icd.d/lvp_icd.json': '' })).toEqual({ name: 'software' });
  });
});
