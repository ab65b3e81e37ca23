const FINAL_BINARY = 0x82;
const IN_TWO_BYTES = 126;
const IN_EIGHT_BYTES = 127;

/** Encodes a complete, unmasked binary message as a server frame (RFC 6455, 5.2). */
export const websocketFrame = (payload: Uint8Array): Buffer => {
  const { length } = payload;
  const head = length < IN_TWO_BYTES ? 2 : length < 2 ** 16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = FINAL_BINARY;
  frame[1] = head === 2 ? length : head === 4 ? IN_TWO_BYTES : IN_EIGHT_BYTES;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(payload, head);
  return frame;
};
