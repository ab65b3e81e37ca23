/** A weight below nothing, such as `(red:-1)`: what it stands beside is turned around. */
const TURNED = /:\s*-/u;

/**
 * A negative prompt names what is not wanted, and so may name anything. Unless a weight in it turns that around: then it asks
 * for what it names, as a prompt does.
 */
export const hasNegativeWeight = (negative: string): boolean => TURNED.test(negative);
