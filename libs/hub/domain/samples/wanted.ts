/** So many pictures the hub makes of a version by itself, as far as its maker chose none. */
export const SAMPLES_WANTED = 3;
