/**
 * What ships with the server, by SHA-256: the folder of visionary-mini as takes record it, and the LoRA beside it. A test
 * compares them with the files.
 */
export const SHIPPED_HASHES: ReadonlySet<string> = new Set([
  // models/visionary-mini
  '9c803985e62ddf08e02ac96ea399b26732afc5a3d47f8dc20c9df968de20aa03',
  // models/loras/cyanotype.safetensors
  '3d59549837e6bb8fa8045b8fed02ec99037295d70005744f81101624164347bc',
]);
