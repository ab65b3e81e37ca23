import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How the renderer is started and watched. */
export abstract class RendererOptions {
  /** The process's script. */
  abstract readonly script: string;
  /** CPU threads of one model call; 0 lets the renderer choose. */
  abstract readonly threads: number;
  /** A renderer that has been silent for so long under a take counts as hung; slow models get more, see StallWatch. */
  abstract readonly stallMs: number;
}

/** The renderer's place beside this file in a build, and in the build that lies beside the sources. */
const PLACES = ['../../../../apps/renderer/src/main.js', '../../../../dist/apps/renderer/src/main.js'];

export const builtRenderer = (): string => {
  const [built = '', ...others] = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return [built, ...others].find((path) => existsSync(path)) ?? built;
};
