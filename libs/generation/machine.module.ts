import type { Provider } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { RendererChild } from './wire/renderer/renderer-child.js';
import { RendererOptions, rendererOptionsOf } from './wire/renderer/renderer-options.js';
import { RendererStation } from './wire/renderer/renderer-station.js';

/** The renderer of this machine. */
export const machine: Provider[] = [
  { provide: RendererOptions, inject: [Config], useFactory: rendererOptionsOf },
  RendererChild,
  {
    provide: RendererStation,
    inject: [RendererChild, RendererOptions],
    useFactory: (child: RendererChild, options: RendererOptions) => new RendererStation(child, options),
  },
];
