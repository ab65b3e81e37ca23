import type { Language } from '@visionary/platform/doctor';

const helpEn = `visionary lend: lend this machine's renderer to a Visionary server. It only connects outwards; no port is opened.

  visionary lend URL [--token-file FILE] [--cards LIST] [--never-pause]

  URL                      of the server, such as https://art.example. Without a scheme, http is used for this machine and the
                           private network, https for all others
      --token-file FILE    a file with the token, which your profile on the server creates under “Lend your GPU”. By default it
                           is read from VISIONARY_LEND_TOKEN, or asked for; it is no option, because other users of the
                           machine see those
      --cards LIST         all lends every graphics card, cuda:0,cuda:1 these; by default RENDERER_PROVIDER, or what is
                           fastest. npx visionary doctor lists them
      --never-pause        render while another program uses the card, too

Keys, in a terminal
  p                        pause: the take that it renders starts again elsewhere; p once more continues
  q, Ctrl+C                stop, and say how many takes it rendered

It connects again by itself, downloads the models that takes need, and keeps them up to MODEL_CACHE_SIZE in DATA_DIR. The
language is that of the terminal (LANG): English or Chinese. Exit codes: 0 stopped, 1 rejected by the server, or an error with
the reason, 2 invalid usage.`;

const helpZh = `visionary lend：把这台机器的渲染器出借给 Visionary 服务器。程序只向外连接，不开放端口。

  visionary lend URL [--token-file FILE] [--cards LIST] [--never-pause]

  URL                      服务器的地址，例如 https://art.example。没有写 http:// 或 https:// 时，本机和内网使用 http，
                           其他地址使用 https
      --token-file FILE    存有令牌的文件。令牌在该服务器个人主页的“出借显卡”中生成。默认从 VISIONARY_LEND_TOKEN 读取，
                           没有时询问。令牌不能写成选项，否则本机的其他用户会看到
      --cards LIST         all 出借所有显卡，cuda:0,cuda:1 只出借这几块；默认按 RENDERER_PROVIDER，没有设置时使用最快的设备。
                           编号见 npx visionary doctor
      --never-pause        其他程序使用显卡时也继续渲染

按键（在终端中）
  p                        暂停：正在渲染的画稿会换别处重新渲染；再按一次继续
  q、Ctrl+C                停止，并显示渲染了多少稿

程序会自动重连，下载画稿需要的模型，保留在 DATA_DIR 中，总量不超过 MODEL_CACHE_SIZE。语言随终端（LANG），可以是中文或英文。
退出代码：0 已停止，1 被服务器拒绝或出错（会说明原因），2 用法有误。`;

/** Of `visionary lend --help`. */
export const lendHelp: Readonly<Record<Language, string>> = { en: helpEn, zh: helpZh };
