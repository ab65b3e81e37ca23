import type { Renaming } from './unet-names.js';

const OUTSIDE: Readonly<Record<string, string>> = {
  '0': 'conv_first',
  '3': 'conv_up1',
  '6': 'conv_up2',
  '8': 'conv_hr',
  '10': 'conv_last',
};

/** From the names of the first ESRGAN code, which numbers its layers, to those of BasicSR. */
export const oldEsrganRenaming: Renaming = (name) => {
  const dense = /^1\.sub\.(\d+)\.RDB(\d)\.conv(\d)\.0\.(.*)$/.exec(name);
  if (dense) return `body.${dense[1]}.rdb${dense[2]}.conv${dense[3]}.${dense[4]}`;
  const trunk = /^1\.sub\.\d+\.(weight|bias)$/.exec(name);
  if (trunk) return `conv_body.${trunk[1]}`;
  const outside = /^(\d+)\.(weight|bias)$/.exec(name);
  const path = outside ? OUTSIDE[outside[1]!] : undefined;
  return path && `${path}.${outside![2]}`;
};
