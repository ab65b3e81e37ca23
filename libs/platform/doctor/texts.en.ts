import type { FindingText } from './finding.js';

export const textsEn = {
  machine: { message: 'Node {node}, {cores} cores ({arch}), {memory} of memory' },
  memoryLow: {
    message: 'Node {node}, {cores} cores ({arch}), only {memory} of memory',
    advice:
      'The server and its renderer need about 2 GiB. Raise the limit of the container or machine, or render elsewhere with RENDERER_ENABLED=false.',
  },
  limits: { message: '{openFiles} open files, {processes} processes' },
  openFilesLow: {
    message: 'Only {openFiles} open files are allowed: each open page and each transfer needs one',
    advice:
      'Allow at least {needed}: `ulimit -n {needed}` before the start, LimitNOFILE={needed} in systemd, or ulimits in Compose.',
  },
  processesLow: {
    message: 'Only {processes} processes and threads are allowed',
    advice: 'Allow at least {needed}: TasksMax={needed} in systemd, or pids_limit in Compose.',
  },
  space: { message: '{free} free in {folder}' },
  spaceLow: {
    message: 'Only {free} free in {folder}',
    advice: 'Delete files or add space. Below {reserve}, the server accepts no uploads and no takes.',
  },
  spaceGone: {
    message: 'Only {free} free in {folder}: the server accepts no uploads and no takes',
    advice: 'Free at least {reserve}. The server continues by itself.',
  },
  folderUnusable: {
    message: 'DATA_DIR {folder} isn’t writable ({reason})',
    advice:
      'Give the user of the server write access, mount the disk writable (EROFS), replace it if it fails (EIO), or choose another folder with DATA_DIR=….',
  },
  folderOpen: {
    message: 'Other users of this machine can read DATA_DIR {folder} (mode {mode})',
    advice: 'chmod 700 {folder}',
  },
  database: { message: '{product} {version} at {address}, answers in {ms} ms' },
  databaseAbsent: { message: '{address} doesn’t exist yet: the first start creates it' },
  databasePending: {
    message: '{product} {version} at {address} has {count} pending migrations',
    advice: 'The next start of the server applies them, or: npx visionary migrate. Back up first.',
  },
  databaseUnreachable: {
    message: 'The database at {address} can’t be used ({reason})',
    advice: 'Check that it is running, and the address, user, password, and name in DATABASE_URL.',
  },
  databaseTooOld: {
    message: '{product} {version} at {address} is too old',
    advice: 'Visionary needs {needed} or newer.',
  },
  databaseOnNetworkDrive: {
    message: 'The SQLite file is on a network drive ({drive}), which can corrupt it',
    advice: 'Move DATA_DIR to a local disk, or use MySQL with DATABASE_URL.',
  },
  redis: { message: 'Redis {version} at {address}, answers in {ms} ms' },
  redisUnused: { message: 'Not set: one server, without Redis' },
  redisUnreachable: {
    message: 'Redis at {address} can’t be reached ({reason})',
    advice: 'Check that it is running, and the address and password in REDIS_URL.',
  },
  redisTooOld: { message: 'Redis {version} at {address} is too old', advice: 'Visionary needs {needed} or newer.' },
  redisEvicts: {
    message: 'Redis at {address} deletes keys when its memory is full ({policy})',
    advice: 'Set maxmemory-policy to noeviction: rate limits and the registration of renderers must not disappear.',
  },
  redisReplica: {
    message: 'Redis at {address} is a replica, which accepts no writes',
    advice: 'Point REDIS_URL to the primary.',
  },
  redisOpen: {
    message: 'Redis {version} at {address} has no password',
    advice:
      'Anyone who reaches it controls this instance. Set requirepass, and redis://:PASSWORD@HOST:6379 in REDIS_URL.',
  },
  folderStore: { message: 'Images and models are stored in {folder}' },
  bucket: { message: 'The bucket {bucket} at {address} can be written, read, and deleted from' },
  bucketUnusable: {
    message: 'The bucket {bucket} at {address} can’t be used ({reason})',
    advice: 'Check the S3_ settings, and that the key can write, read, and delete objects.',
  },
  clock: { message: 'Differs by {ms} ms from the services' },
  clockAlone: { message: 'No other machine to compare with' },
  clockOff: {
    message: 'Differs by {ms} ms from {service}',
    advice: 'Synchronize the clocks with NTP (chrony or systemd-timesyncd): leases and sessions depend on them.',
  },
  addressLocal: { message: 'Only this machine reaches the server (HOST={host})' },
  addressPublic: { message: '{url}' },
  addressUnencrypted: {
    message: 'Other machines reach the server without encryption (HOST={host})',
    advice: 'Put a proxy with TLS in front of it and set PUBLIC_URL=https://… and TRUST_PROXY=1.',
  },
  proxyUntrusted: {
    message: '{url} is served by a proxy, but TRUST_PROXY is off: all users share one address and its rate limits',
    advice: 'Set TRUST_PROXY=1, or the addresses of the proxies.',
  },
  models: { message: 'Found in {folder}: {count}' },
  modelsMissing: {
    message: 'No model in {folder}',
    advice: 'Set MODELS_DIR to a folder with models, or publish models in the hub.',
  },
  card: { message: '{name}, driver {driver}' },
  cardNumbered: { message: '{name} ({settings}), driver {driver}' },
  cardUse: { message: '{name}: {memory} of memory, {used} in use; {busy} busy' },
  cardNone: { message: 'None found: the processor renders' },
  cardNoneInContainer: {
    message: 'None visible in this container',
    advice:
      'If the machine has one, pass it: docker run --gpus all for NVIDIA (with nvidia-container-toolkit), --device /dev/dri for AMD and Intel, --device /dev/dxg -v /usr/lib/wsl:/usr/lib/wsl in WSL.',
  },
  cardUnknown: {
    message: 'Windows passes a graphics card to this system (/dev/dxg), whose name is unknown',
    advice: 'For NVIDIA cards, update the driver in Windows. For others, run Visionary in Windows itself.',
  },
  cardWithoutDriver: { message: '{name} has no driver', advice: 'Install its driver and restart: {command}' },
  cardWithoutDevice: {
    message: '{name} can’t be used: its driver ({driver}) offers no device for computing',
    advice: 'Restart the machine after an update of the driver. A virtual machine needs the card passed through.',
  },
  cardForbidden: {
    message: '{name} can’t be used: the user of the server may not open its device',
    advice: 'sudo usermod -aG render,video USER, and restart the server.',
  },
  cardHidden: {
    message: '{name} isn’t passed to this container',
    advice: 'Start the container with --device /dev/dri, in Compose with devices: [/dev/dri].',
  },
  cardHiddenNvidia: {
    message: '{name} isn’t passed to this container',
    advice: 'Install nvidia-container-toolkit on the machine, and start the container with --gpus all.',
  },
  vulkan: { message: 'Vulkan drivers: {drivers}' },
  vulkanMissing: { message: 'No Vulkan driver, which WebGPU needs', advice: '{command}' },
  vulkanSoftware: {
    message:
      'Vulkan has only a software device here ({drivers}): the processor does its work, and is faster without it',
  },
  cudaIncomplete: {
    message: 'Libraries that CUDA needs are missing: {missing}',
    advice: 'CUDA is faster than WebGPU on this card. {command}',
  },
  deviceUsed: { message: 'Renders with {provider} ({name})' },
  deviceSoftware: {
    message:
      'Renders with {provider} on a software device, because of RENDERER_PROVIDER={setting}: many times slower than the processor',
    advice: 'Set RENDERER_PROVIDER=auto.',
  },
  deviceNotChosen: {
    message: 'RENDERER_PROVIDER={setting} can’t be used: the processor renders',
    advice: 'Follow the lines below, or set RENDERER_PROVIDER=auto.',
  },
  deviceCpu: { message: 'Renders with the processor' },
  providerSlow: { message: '{provider} isn’t used: a step takes longer than on the processor' },
  providerTimesSlower: { message: '{provider} isn’t used: a step takes {times} times as long as on the processor' },
  providerNoDevice: { message: '{provider} isn’t used: no card that it can use was found' },
  providerNoCard: {
    message: '{provider} isn’t used: {detail}',
    advice: 'The lines above name the cards and their numbers.',
  },
  providerNotInstalled: { message: '{provider} isn’t used: it needs a Vulkan driver', advice: '{command}' },
  providerNotInstalledCuda: {
    message: '{provider} isn’t used: {detail} is missing',
    advice: 'In the folder of Visionary: {provide}. It also needs CUDA 12 and cuDNN 9: {command}',
  },
  providerFullPrecision: { message: '{provider} computes checkpoints with 32 bits: {detail}' },
  providerFailed: {
    message: '{provider} isn’t used: it failed when it was tried ({detail})',
    advice: 'Update the driver of the graphics card. RENDERER_PROVIDER chooses another provider.',
  },
  providerLimited: { message: '{provider} isn’t used: {detail}' },
  providerUnsupported: {
    message: '{provider} isn’t used: this system doesn’t have it',
    advice: 'Set RENDERER_PROVIDER=auto to use what this system supports.',
  },
  deviceUntried: {
    message: 'The renderer could not be started to try them ({reason})',
    advice: 'npm run build, then run visionary doctor again.',
  },
  rendererCpu: { message: 'Uses {threads} threads of the processor' },
  rendererSlow: {
    message: 'CPU without AVX2: rendering is several times slower',
    advice: 'Render on another machine with npm run worker.',
  },
  rendererElsewhere: { message: 'None here (RENDERER_ENABLED=false): workers render' },
  sandboxBubblewrap: {
    message: 'bubblewrap: what reads files of users has no network, no secrets, and only the files it needs',
  },
  sandboxUser: {
    message: 'user: what reads files of users runs as another user without network, but reads public files ({reason})',
    advice: 'Install bubblewrap (apt-get install bubblewrap), and allow user namespaces.',
  },
  sandboxUserOnline: {
    message:
      'user: what reads files of users runs as another user, but has the network and reads public files ({reason})',
    advice: 'Install bubblewrap (apt-get install bubblewrap), and allow user namespaces.',
  },
  sandboxLimits: {
    message:
      'limits: what reads files of users has the rights of the server; only memory and time are limited ({reason})',
    advice: 'Install bubblewrap (apt-get install bubblewrap), and allow user namespaces.',
  },
  checkFailed: { message: 'Could not be checked ({reason})', advice: 'Run npx visionary doctor again.' },
} satisfies Record<string, FindingText>;

export type FindingCode = keyof typeof textsEn;
