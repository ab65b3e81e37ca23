import type { FindingText } from './finding.js';
import type { FindingCode } from './texts.en.js';

export const textsZh: Readonly<Record<FindingCode, FindingText>> = {
  machine: { message: 'Node {node}，{cores} 个核心（{arch}），内存 {memory}' },
  memoryLow: {
    message: 'Node {node}，{cores} 个核心（{arch}），内存只有 {memory}',
    advice:
      '服务器和渲染器大约需要 2 GiB。请提高容器或机器的内存上限，或设置 RENDERER_ENABLED=false 改由其他机器渲染。',
  },
  limits: { message: '可打开 {openFiles} 个文件，可运行 {processes} 个进程' },
  openFilesLow: {
    message: '最多只能打开 {openFiles} 个文件，而每个打开的页面和每次传输都要占用一个',
    advice:
      '请至少允许 {needed} 个：启动前执行 `ulimit -n {needed}`，或在 systemd 中设置 LimitNOFILE={needed}，或在 Compose 中设置 ulimits。',
  },
  processesLow: {
    message: '最多只能运行 {processes} 个进程和线程',
    advice: '请至少允许 {needed} 个：在 systemd 中设置 TasksMax={needed}，或在 Compose 中设置 pids_limit。',
  },
  space: { message: '{folder} 还有 {free} 可用空间' },
  spaceLow: {
    message: '{folder} 只剩 {free} 可用空间',
    advice: '请删除文件或扩容。低于 {reserve} 时，服务器不再接受上传和渲染。',
  },
  spaceGone: {
    message: '{folder} 只剩 {free} 可用空间：服务器已停止接受上传和渲染',
    advice: '请至少腾出 {reserve}，服务器会自动恢复。',
  },
  folderUnusable: {
    message: 'DATA_DIR {folder} 不可写（{reason}）',
    advice:
      '请让运行服务器的用户拥有写权限；磁盘只读（EROFS）时重新挂载为可写，磁盘故障（EIO）时更换磁盘；也可以用 DATA_DIR=… 指定其他文件夹。',
  },
  folderOpen: {
    message: '本机其他用户可以读取 DATA_DIR {folder}（权限 {mode}）',
    advice: 'chmod 700 {folder}',
  },
  database: { message: '{product} {version}，地址 {address}，响应 {ms} 毫秒' },
  databaseAbsent: { message: '{address} 尚不存在，首次启动时会创建' },
  databasePending: {
    message: '{product} {version}（地址 {address}）有 {count} 个迁移尚未执行',
    advice: '下次启动服务器时会自动执行，也可以运行 npx visionary migrate。请先备份。',
  },
  databaseUnreachable: {
    message: '无法使用位于 {address} 的数据库（{reason}）',
    advice: '请确认数据库正在运行，并检查 DATABASE_URL 中的地址、用户名、密码和库名。',
  },
  databaseTooOld: {
    message: '{product} {version}（地址 {address}）版本过旧',
    advice: 'Visionary 需要 {needed} 或更新的版本。',
  },
  databaseOnNetworkDrive: {
    message: 'SQLite 文件位于网络驱动器（{drive}）上，可能会损坏',
    advice: '请把 DATA_DIR 移到本地磁盘，或用 DATABASE_URL 改用 MySQL。',
  },
  redis: { message: 'Redis {version}，地址 {address}，响应 {ms} 毫秒' },
  redisUnused: { message: '未设置：单台服务器，不使用 Redis' },
  redisUnreachable: {
    message: '无法连接位于 {address} 的 Redis（{reason}）',
    advice: '请确认 Redis 正在运行，并检查 REDIS_URL 中的地址和密码。',
  },
  redisTooOld: {
    message: 'Redis {version}（地址 {address}）版本过旧',
    advice: 'Visionary 需要 {needed} 或更新的版本。',
  },
  redisEvicts: {
    message: '位于 {address} 的 Redis 在内存用满时会删除键（{policy}）',
    advice: '请把 maxmemory-policy 设为 noeviction：限流计数和渲染器的登记信息不能丢失。',
  },
  redisReplica: { message: '位于 {address} 的 Redis 是从节点，不接受写入', advice: '请让 REDIS_URL 指向主节点。' },
  redisOpen: {
    message: '位于 {address} 的 Redis {version} 没有设置密码',
    advice: '能连上它的人就能控制整个实例。请设置 requirepass，并在 REDIS_URL 中写 redis://:密码@主机:6379。',
  },
  folderStore: { message: '图片和模型存放在 {folder}' },
  bucket: { message: '位于 {address} 的存储桶 {bucket} 可以写入、读取和删除' },
  bucketUnusable: {
    message: '无法使用位于 {address} 的存储桶 {bucket}（{reason}）',
    advice: '请检查 S3_ 开头的设置，并确认密钥可以写入、读取和删除对象。',
  },
  clock: { message: '与各服务相差 {ms} 毫秒' },
  clockAlone: { message: '没有其他机器可供比对' },
  clockOff: {
    message: '与{service}相差 {ms} 毫秒',
    advice: '请用 NTP（chrony 或 systemd-timesyncd）校准时钟：租约和登录会话都依赖时间。',
  },
  addressLocal: { message: '只有本机可以访问（HOST={host}）' },
  addressPublic: { message: '{url}' },
  addressUnencrypted: {
    message: '其他机器访问服务器时没有加密（HOST={host}）',
    advice: '请在前面放置支持 TLS 的代理，并设置 PUBLIC_URL=https://… 和 TRUST_PROXY=1。',
  },
  proxyUntrusted: {
    message: '{url} 经过代理，但 TRUST_PROXY 未开启：所有用户共用一个地址和它的限流额度',
    advice: '请设置 TRUST_PROXY=1，或填写代理的地址。',
  },
  models: { message: '{folder} 中有 {count} 个模型' },
  modelsMissing: {
    message: '{folder} 中没有模型',
    advice: '请把 MODELS_DIR 设为存放模型的文件夹，或在模型库中发布模型。',
  },
  card: { message: '{name}，驱动：{driver}' },
  cardNumbered: { message: '{name}（{settings}），驱动：{driver}' },
  cardUse: { message: '{name}：显存 {memory}，已用 {used}；占用率 {busy}' },
  cardNone: { message: '没有找到显卡，由 CPU 渲染' },
  cardNoneInContainer: {
    message: '容器中没有可见的显卡',
    advice:
      '如果宿主机有显卡，请传入容器：NVIDIA 用 docker run --gpus all（需安装 nvidia-container-toolkit），AMD 和 Intel 用 --device /dev/dri，WSL 用 --device /dev/dxg -v /usr/lib/wsl:/usr/lib/wsl。',
  },
  cardUnknown: {
    message: 'Windows 向本系统提供了显卡（/dev/dxg），但型号未知',
    advice: 'NVIDIA 显卡请在 Windows 中更新驱动，其他显卡请直接在 Windows 中运行 Visionary。',
  },
  cardWithoutDriver: { message: '{name} 没有安装驱动', advice: '安装驱动后重启：{command}' },
  cardWithoutDevice: {
    message: '{name} 无法使用：驱动（{driver}）没有提供计算设备',
    advice: '更新驱动后请重启机器。虚拟机需要直通显卡。',
  },
  cardForbidden: {
    message: '{name} 无法使用：服务器所用的用户无权打开该设备',
    advice: 'sudo usermod -aG render,video 用户名，然后重启服务器。',
  },
  cardHidden: {
    message: '{name} 没有传入容器',
    advice: '启动容器时加上 --device /dev/dri；Compose 中写 devices: [/dev/dri]。',
  },
  cardHiddenNvidia: {
    message: '{name} 没有传入容器',
    advice: '在宿主机上安装 nvidia-container-toolkit，启动容器时加上 --gpus all。',
  },
  vulkan: { message: 'Vulkan 驱动：{drivers}' },
  vulkanMissing: { message: '没有 Vulkan 驱动，WebGPU 需要它', advice: '{command}' },
  vulkanSoftware: { message: 'Vulkan 只有软件设备（{drivers}）：它同样由 CPU 计算，直接用 CPU 更快' },
  cudaIncomplete: {
    message: '缺少 CUDA 所需的库：{missing}',
    advice: '在这块显卡上 CUDA 比 WebGPU 快。{command}',
  },
  deviceUsed: { message: '用 {provider} 渲染（{name}）' },
  deviceSoftware: {
    message: '按 RENDERER_PROVIDER={setting} 的设置，用 {provider} 的软件设备渲染，比 CPU 慢许多倍',
    advice: '请设置 RENDERER_PROVIDER=auto。',
  },
  deviceNotChosen: {
    message: '无法按 RENDERER_PROVIDER={setting} 的设置渲染，改由 CPU 渲染',
    advice: '请按下面几行的提示处理，或设置 RENDERER_PROVIDER=auto。',
  },
  deviceCpu: { message: '由 CPU 渲染' },
  providerSlow: { message: '未使用 {provider}：单步用时比 CPU 还长' },
  providerTimesSlower: { message: '未使用 {provider}：单步用时是 CPU 的 {times} 倍' },
  providerNoDevice: { message: '未使用 {provider}：没有找到可用的显卡' },
  providerNoCard: {
    message: '未使用 {provider}：没有这个编号的显卡（{detail}）',
    advice: '上面几行列出了各显卡及其编号。',
  },
  providerNotInstalled: { message: '未使用 {provider}：缺少 Vulkan 驱动', advice: '{command}' },
  providerNotInstalledCuda: {
    message: '未使用 {provider}：缺少 {detail}',
    advice: '在 Visionary 的文件夹中运行：{provide}。还需要 CUDA 12 和 cuDNN 9：{command}',
  },
  providerFullPrecision: { message: '{provider} 以 32 位计算基础模型：{detail}' },
  providerFailed: {
    message: '未使用 {provider}：试运行失败（{detail}）',
    advice: '请更新显卡驱动。也可用 RENDERER_PROVIDER 换一种计算后端。',
  },
  providerLimited: { message: '未使用 {provider}：{detail}' },
  providerUnsupported: {
    message: '未使用 {provider}：本系统不支持',
    advice: '设置 RENDERER_PROVIDER=auto，自动选用系统支持的后端。',
  },
  deviceUntried: {
    message: '渲染器无法启动，因此没有试运行（{reason}）',
    advice: '运行 npm run build 后再试一次 visionary doctor。',
  },
  rendererCpu: { message: '使用 {threads} 个 CPU 线程' },
  rendererSlow: {
    message: 'CPU 不支持 AVX2，渲染会慢好几倍',
    advice: '请用 npm run worker 在其他机器上渲染。',
  },
  rendererElsewhere: { message: '本机不渲染（RENDERER_ENABLED=false），由 worker 渲染' },
  sandboxBubblewrap: { message: 'bubblewrap：读取用户文件的进程没有网络和密钥，只能读取所需的文件' },
  sandboxUser: {
    message: 'user：读取用户文件的进程以另一个用户运行，没有网络，但仍可读取公开文件（{reason}）',
    advice: '请安装 bubblewrap（apt-get install bubblewrap），并允许用户命名空间。',
  },
  sandboxUserOnline: {
    message: 'user：读取用户文件的进程以另一个用户运行，但仍可访问网络和公开文件（{reason}）',
    advice: '请安装 bubblewrap（apt-get install bubblewrap），并允许用户命名空间。',
  },
  sandboxLimits: {
    message: 'limits：读取用户文件的进程与服务器权限相同，只限制内存和时间（{reason}）',
    advice: '请安装 bubblewrap（apt-get install bubblewrap），并允许用户命名空间。',
  },
  checkFailed: { message: '无法检查（{reason}）', advice: '请再次运行 npx visionary doctor。' },
};
