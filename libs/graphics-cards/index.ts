export { type CardUse, cudaCards, type GraphicsCard, type ProgramUse, settingsOf, vulkanCards } from './card.js';
export { ownCardBytes } from './drm-clients.js';
export { namesIn, textOf } from './files.js';
export { isWsl, readCards } from './read-cards.js';
export { readCardUses } from './read-use.js';
export { type RunProgram, runProgram } from './run-program.js';
