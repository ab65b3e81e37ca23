/**
 * What ships with the server, by SHA-256: the folder of visionary-mini as takes record it, and the LoRA beside it. A test
 * compares them with the files.
 */
export const SHIPPED_HASHES: ReadonlySet<string> = new Set([
  // models/visionary-mini
  'edd7cc180b7c53040222e44934beb192d9a71d54f3a043192c2a316c9dfaa55b',
  // models/loras/cyanotype.safetensors
  '93ec6233ad4fdca48d329ca7b0899962bb14432ce1946388c33a004181059b2d',
]);
