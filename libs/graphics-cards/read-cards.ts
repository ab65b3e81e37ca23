import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cudaCards, type GraphicsCard } from './card.js';
import { parseJson, recordsIn } from './json.js';
import { readLinuxCards } from './linux-cards.js';
import { nvidiaCardOf, readNvidiaCards } from './nvidia.js';
import { runProgram } from './run-program.js';

/** @param root of the system's folders */
export const isWsl = (root: string): boolean => existsSync(join(root, 'dev/dxg'));

/** The graphics cards of this machine, in the order of its bus where it has one. @param root of the system's folders */
export async function readCards(
  platform: NodeJS.Platform = process.platform,
  root = '/',
  run = runProgram,
): Promise<GraphicsCard[]> {
  if (platform === 'darwin') return readMacCards(run);
  if (platform === 'win32') return readWindowsCards(run);
  if (platform !== 'linux') return [];
  return isWsl(root) ? readWslCards(run) : withNvidiaMemory(readLinuxCards(root), run);
}

type Run = typeof runProgram;

/** The kernel doesn't know the memory of NVIDIA's cards. */
async function withNvidiaMemory(cards: readonly GraphicsCard[], run: Run): Promise<GraphicsCard[]> {
  const found = cudaCards(cards).length > 0 ? await readNvidiaCards(run) : [];
  return cards.map((card) => {
    const memoryBytes = card.memoryBytes ?? nvidiaCardOf(card, cards, found)?.memoryBytes;
    return { ...card, ...(memoryBytes !== undefined && { memoryBytes }) };
  });
}

/** In the Windows Subsystem for Linux, the driver of Windows offers NVIDIA's program. */
async function readWslCards(run: Run): Promise<GraphicsCard[]> {
  const cards = await readNvidiaCards(run);
  return cards.map(({ name, version, memoryBytes }) => ({
    ...{ name, maker: 'nvidia', driver: `nvidia ${version}`, access: 'usable' },
    ...(memoryBytes !== undefined && { memoryBytes }),
  }));
}

async function readMacCards(run: Run): Promise<GraphicsCard[]> {
  const report = parseJson(await run('system_profiler', ['SPDisplaysDataType', '-json']));
  return recordsIn(report?.['SPDisplaysDataType']).flatMap((card) => {
    const name = card['sppci_model'] ?? card['_name'];
    return typeof name === 'string' ? [{ ...namedCard(name), driver: 'Metal' }] : [];
  });
}

/** Win32_VideoController knows at most 4 GB of memory, the driver's key in the registry all of it. */
const WINDOWS_CARDS = [
  "$keys = Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0*' -ErrorAction SilentlyContinue",
  "$memory = @{ Name = 'Memory'; Expression = { $card = $_; ($keys | Where-Object DriverDesc -eq $card.Name | Select-Object -First 1).'HardwareInformation.qwMemorySize' } }",
  'ConvertTo-Json @(Get-CimInstance Win32_VideoController | Select-Object Name, DriverVersion, $memory)',
].join('; ');

async function readWindowsCards(run: Run): Promise<GraphicsCard[]> {
  const output = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_CARDS]);
  return recordsIn(parseJson(`{"cards":${output || '[]'}}`)?.['cards']).flatMap((card) => {
    const { Name: name, DriverVersion: version, Memory: memoryBytes } = card;
    if (typeof name !== 'string') return [];
    return [
      {
        ...namedCard(name),
        ...(typeof version === 'string' && { driver: version }),
        ...(typeof memoryBytes === 'number' && memoryBytes > 0 && { memoryBytes }),
      },
    ];
  });
}

function namedCard(name: string): GraphicsCard {
  const maker = (['nvidia', 'amd', 'intel'] as const).find((one) => name.toLowerCase().includes(one)) ?? 'other';
  return { name, maker, access: 'usable' };
}
