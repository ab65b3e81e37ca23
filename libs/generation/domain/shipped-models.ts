/**
 * What ships with the server, by SHA-256: the folder of visionary-mini as takes record it, and the LoRA beside it. A test
 * compares them with the files.
 */
export const SHIPPED_HASHES: ReadonlySet<string> = new Set([
  // models/visionary-mini
  'c15811ee87894895926edd28330432d71f4ec845fad815df3e0b2ca63bdd5905',
  // models/loras/cyanotype.safetensors
  '93ec6233ad4fdca48d329ca7b0899962bb14432ce1946388c33a004181059b2d',
]);
