import { type CardUse, settingsOf } from '@visionary/graphics-cards';
import { finding, formatBytes, type DoctorFinding } from '../findings.js';
import type { GraphicsCard, GraphicsMachine } from './graphics-machine.js';
import { cudaCommand, driverCommand, vulkanCommand } from './install-commands.js';

/** Which graphics cards this machine has, and what they lack. */
export function checkGraphics(machine: GraphicsMachine): DoctorFinding[] {
  const { system, cards } = machine;
  if (cards.length === 0) {
    const code = system === 'wsl' ? 'cardUnknown' : system === 'container' ? 'cardNoneInContainer' : 'cardNone';
    return [finding('graphics', 'ok', code), ...vulkanFindings(machine)];
  }
  return [
    ...cards.flatMap((card, at) => [cardFinding(card, machine), ...useFindings(card.name, machine.uses[at] ?? {})]),
    ...vulkanFindings(machine),
    ...cudaFindings(machine.missingCudaLibraries ?? [], machine),
  ];
}

function cardFinding(card: GraphicsCard, machine: GraphicsMachine): DoctorFinding {
  const { name, maker, driver, access } = card;
  if (driver === undefined) {
    return finding('graphics', 'warning', 'cardWithoutDriver', { name, command: driverCommand(machine, maker) });
  }
  if (access === 'usable') {
    const settings = settingsOf(card, machine.cards).join(', ');
    return settings === ''
      ? finding('graphics', 'ok', 'card', { name, driver })
      : finding('graphics', 'ok', 'cardNumbered', { name, driver, settings });
  }
  if (access === 'forbidden') return finding('graphics', 'warning', 'cardForbidden', { name });
  if (machine.system !== 'container') return finding('graphics', 'warning', 'cardWithoutDevice', { name, driver });
  return finding('graphics', 'warning', maker === 'nvidia' ? 'cardHiddenNvidia' : 'cardHidden', { name });
}

function useFindings(name: string, { memoryBytes, usedBytes, busy }: CardUse): DoctorFinding[] {
  const sizeOf = (bytes: number | undefined) => (bytes === undefined ? '–' : formatBytes(bytes));
  if (memoryBytes === undefined && usedBytes === undefined && busy === undefined) return [];
  const percent = busy === undefined ? '–' : `${Math.round(busy * 100)} %`;
  return [
    finding('graphics', 'ok', 'cardUse', { name, memory: sizeOf(memoryBytes), used: sizeOf(usedBytes), busy: percent }),
  ];
}

function vulkanFindings(machine: GraphicsMachine): DoctorFinding[] {
  const { vulkan, cards, system } = machine;
  if (system !== 'linux' && system !== 'container') return [];
  const software = vulkan.filter(({ isSoftware }) => isSoftware).map(({ name }) => name);
  const others = vulkan.filter(({ isSoftware }) => !isSoftware).map(({ name }) => name);
  if (!cards.some(({ access, driver }) => access === 'usable' && driver !== undefined)) {
    return software.length > 0 ? [finding('graphics', 'ok', 'vulkanSoftware', { drivers: software.join(', ') })] : [];
  }
  return others.length > 0
    ? [finding('graphics', 'ok', 'vulkan', { drivers: others.join(', ') })]
    : [finding('graphics', 'warning', 'vulkanMissing', { command: vulkanCommand(machine) })];
}

const cudaFindings = (missing: readonly string[], machine: GraphicsMachine): DoctorFinding[] =>
  missing.length > 0
    ? [finding('graphics', 'warning', 'cudaIncomplete', { missing: missing.join(', '), command: cudaCommand(machine) })]
    : [];
