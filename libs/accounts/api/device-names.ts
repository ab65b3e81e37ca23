import Bowser from 'bowser';

export interface DeviceNames {
  readonly browser: string | null;
  readonly system: string | null;
  readonly device: 'computer' | 'phone' | 'tablet';
}

const DEVICES: Readonly<Record<string, DeviceNames['device']>> = { mobile: 'phone', tablet: 'tablet' };

/** Names a browser from its user agent, which can be forged. */
export function deviceNames(userAgent: string): DeviceNames {
  if (userAgent === '') return { browser: null, system: null, device: 'computer' };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const major = browser.version?.split('.')[0];
  return {
    browser: browser.name ? [browser.name, major].filter(Boolean).join(' ') : null,
    system: os.name ?? null,
    device: DEVICES[platform.type ?? ''] ?? 'computer',
  };
}
