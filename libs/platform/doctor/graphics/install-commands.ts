import type { GraphicsCard, GraphicsMachine } from './graphics-machine.js';

type Machine = Pick<GraphicsMachine, 'system' | 'distribution'>;

const NVIDIA_DRIVER = {
  ubuntu: 'sudo ubuntu-drivers install',
  debian: 'sudo apt install nvidia-driver (contrib, non-free)',
  fedora: 'sudo dnf install akmod-nvidia xorg-x11-drv-nvidia-cuda (RPM Fusion)',
} as const;
const CUDA_PAGE = 'https://developer.nvidia.com/cuda-downloads';
const CUDA = {
  ubuntu: `sudo apt install cuda-libraries-12-9 libcudnn9-cuda-12 (${CUDA_PAGE})`,
  debian: `sudo apt install cuda-libraries-12-9 libcudnn9-cuda-12 (${CUDA_PAGE})`,
  fedora: `sudo dnf install cuda-libraries-12-9 libcudnn9-cuda-12 (${CUDA_PAGE})`,
} as const;
const VULKAN = {
  ubuntu: 'sudo apt install mesa-vulkan-drivers',
  debian: 'sudo apt install mesa-vulkan-drivers',
  fedora: 'sudo dnf install mesa-vulkan-drivers',
} as const;

const DRIVER_PAGES: Readonly<Record<GraphicsCard['maker'], string>> = {
  nvidia: 'https://www.nvidia.com/drivers',
  amd: 'https://www.amd.com/support',
  intel: 'https://www.intel.com/content/www/us/en/download-center/home.html',
  other: '',
};

/** Commands, or the page to start from where the system has no command. The same in every language. */
export const driverCommand = ({ system, distribution }: Machine, maker: GraphicsCard['maker']): string => {
  if (system === 'windows' || system === 'wsl' || !distribution) return DRIVER_PAGES[maker] || 'mesa-vulkan-drivers';
  return maker === 'nvidia' ? NVIDIA_DRIVER[distribution] : VULKAN[distribution];
};

export const vulkanCommand = ({ distribution }: Machine): string =>
  distribution ? VULKAN[distribution] : 'mesa-vulkan-drivers';

export const cudaCommand = ({ distribution }: Machine): string => (distribution ? CUDA[distribution] : CUDA_PAGE);

/** Libraries of the runtime that its package lacks for its size. In the folder of Visionary. */
export const CUDA_PROVIDER_COMMAND =
  'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12';
