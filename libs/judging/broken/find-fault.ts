import type { RawPicture } from '../picture.js';
import type { Fault } from './fault.js';
import { findEmptiness } from './emptiness.js';

/** The first fault of a finished picture, the plainest kinds first. @returns null for a whole one */
export function findFault(picture: RawPicture): Fault | null {
  return findEmptiness(picture);
}
