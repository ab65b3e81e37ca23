/** So much is written and hashed at once. */
export const BLOCK_BYTES = 1024 * 1024;
const KEPT_AT_MOST = 8;

/** Used again by whoever uploads next: new memory for each would grow faster than it is cleared away. */
const idle: Uint8Array[] = [];

/** Memory that threads share; what stood in it stands there still. */
export const takeBlock = (): Uint8Array => idle.pop() ?? new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));

export const giveBlock = (block: Uint8Array): void => {
  if (idle.length < KEPT_AT_MOST) idle.push(block);
};
