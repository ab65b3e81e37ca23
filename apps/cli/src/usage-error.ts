export const USAGE = `visionary: the command line for a Visionary server. It reads the same settings (.env) as the server.

  visionary render -m MODEL -p PROMPT -o FILE.png  render an image; see below
  visionary render --reproduce IMAGE.png -o FILE.png
                                                   render an image again from the data in its file, byte for byte
  visionary models list                            list the models in MODELS_DIR, and the LoRAs, embeddings, VAEs,
                                                   ControlNets, and upscalers in its subfolders
  visionary models check MODEL                     load a model (a name in MODELS_DIR, or a folder) in a separate process, run
                                                   one step, and show its details; or show the details of a LoRA, embedding,
                                                   VAE, ControlNet, or upscaler (a name, or a file) and the models it fits
  visionary models check FILE --json               what the header of a .safetensors file tells, as JSON: its kind, form,
                                                   family, prediction, precision, and what is missing; nothing is loaded
  visionary models credit NAME USER                set the creator of a model or LoRA: shown with every image, and notified
                                                   when others publish images made with it; --remove removes the credit
  visionary models add FILES --publish --as USER   publish a model (a folder or its zip), or a LoRA or another addition
                                                   (.safetensors), in the hub after the same checks as an upload:
                                                   --license ID (CC-BY-4.0, MIT, …),
                                                   --name NAME (default: the file name), --label 1.0
  visionary models export NAME@LABEL DIR           copy the files of a published version to a new folder
  visionary models release MODEL                   release a model from quarantine
  visionary models verify                          check every stored file against its hash, and list files that are corrupted
                                                   or missing
  visionary admin NAME [--revoke]                  make a user an admin, who can see renderers and memory and release models
                                                   from quarantine; --revoke removes the role
  visionary moderator NAME [--revoke]              make a user a moderator, who can decide reports and remove content;
                                                   --revoke removes the role
  visionary users ban NAME [--days N]              ban a user, permanently by default; they are notified and can appeal
  visionary users unban NAME                       unban a user
  visionary takes                                  list the rendering and waiting takes: id, how long, author, room, and model
  visionary takes end ID [--reason TEXT]           end a take of anyone; its room sees that an admin did, and the reason
  visionary audit verify                           verify the audit log, and show the first altered entry
  visionary audit list                             list the newest entries of the audit log
  visionary seed [--count N]                       add sample users, rooms, and images rendered with the built-in model;
                                                   24 images by default
  visionary seed --remove                          remove the samples and nothing else
  visionary doctor [--lang zh] [--json] [--worker] examine this machine and the services it uses, and say what to do; --worker: as
                                                   npm run worker needs them
  visionary lend URL [--token-file FILE] [--cards LIST] [--never-pause]
                                                   lend this machine's renderer to the Visionary instance at URL: it only connects
                                                   outwards; the token of its settings page is read from VISIONARY_LEND_TOKEN, a
                                                   file, or the terminal; --cards all lends every graphics card, --cards
                                                   cuda:0,cuda:1 these; it pauses while another program uses a card, unless
                                                   --never-pause is given; in a terminal, p pauses it and q stops it
  visionary backup DIR [--keep N] [--quick]        save the database and all files in a folder while the server runs; only new
                                                   files are copied, and damaged ones in the folder are repaired; keeps the
                                                   newest N backups, 7 by default; --quick doesn't check the copied files
  visionary restore DIR [--at TIME]                verify a backup and restore it to an empty DATA_DIR and database: the newest,
                                                   or that of TIME; --list shows them
  visionary migrate                                update the database, as every start of the server does
  visionary --help                                 show this help; visionary COMMAND --help: that of one command

Options of render
  -m, --model MODEL        a folder or checkpoint file, or a name in MODELS_DIR
  -p, --prompt PROMPT      the prompt, with weights (x:1.2), schedules [a:b:0.4], BREAK, and AND
  -n, --negative PROMPT    the negative prompt
  -o, --output FILE        the PNG; images of a batch get -1, -2, … before the extension
      --steps N            1 to 150               --guidance N     0 to 30
      --size WxH           in pixels              --seed N         0 to 4294967295; random by default
      --scheduler NAME     DDIM, PNDM, Euler, "Euler a", Heun, "DPM++ 2M", "DPM++ 2M Karras", "DPM++ 2M SDE",
                           "DPM++ 2M SDE Karras", UniPC, or LCM; names like dpmpp_2m_karras work too
      --batch N            number of images, with consecutive seeds
      --init FILE          init image             --strength N     denoising strength, 0 to 1 (default: 0.6)
      --mask FILE          white is repainted, black stays
      --lora FILE[:WEIGHT] a .safetensors file, or a name in MODELS_DIR/loras; weight -4 to 4; repeat it for
                           more LoRAs, up to 5; <lora:NAME:WEIGHT> in the prompt works too
      --embedding FILE     a .safetensors file, or a name in MODELS_DIR/embeddings; its word in a prompt stands for it; repeat
                           it for more
      --vae FILE           a .safetensors file, or a name in MODELS_DIR/vae, instead of the model's own VAE
      --eta N              DDIM noise, 0 to 1
      --controlnet FILE[:WEIGHT]
                           a .safetensors file, or a name in MODELS_DIR/controlnet, for checkpoints; weight 0 to 2
      --control-image FILE the image that it follows, as it reads it (edges, depth, a skeleton); in any size
      --control-start N    --control-end N         shares of the steps between which it applies (default: 0 and 1);
                           repeat these four for more ControlNets, in the same order
      --hires N            a second pass, N times as large (1 to 4), with --hires-steps N, --hires-strength N, and
                           --hires-upscaler NAME: Latent, "Latent (nearest)", Lanczos, or a model (ESRGAN) as a
                           .safetensors file or a name in MODELS_DIR/upscalers
      --clip-skip N        layer of the text encoder from the end, for checkpoints of Stable Diffusion 1
      --json               print the result as JSON
Steps, guidance, size, and scheduler default to the model's recommended settings. With --reproduce, the same options name
files that are not in MODELS_DIR any more: --init, --mask, --lora, --embedding, --vae, --controlnet, --control-image, and
--hires-upscaler. Exit codes: 0 success, 1 error with the
reason, 2 invalid usage, 130 canceled with Ctrl+C.`;

/** An invalid command. Shown with where its help is. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
