/** So many images the hub makes of a version by itself, as far as its creator chose none. */
export const SAMPLES_PER_VERSION = 3;
