export const USAGE = `visionary: the command line of a Visionary server. It reads the same settings (.env).

  visionary render -m MODEL -p WORDS -o FILE.png   make a picture; see below
  visionary render --again PICTURE.png -o FILE.png make a picture once more, byte for byte, from what it carries
  visionary models list                            the models in MODELS_DIR, and the LoRAs in MODELS_DIR/loras
  visionary models check WHAT                      load a model (a name in MODELS_DIR, or a folder) apart from everything
                                                   else, try one step, and say what it is and takes; or say what a LoRA
                                                   (a name, or a file) is and which models it fits
  visionary models credit NAME PERSON              say who made a model or a LoRA: people see it at every picture, and who made
                                                   it is told of what others publish with it; --remove takes it back
  visionary models add WHAT --publish --as PERSON  publish a model (a folder or its zip) or a LoRA (.safetensors) in the hub, by the
                                                   checks of an upload: --licence ID (CC-BY-4.0, MIT, …) and, where the
                                                   file's name does not do, --name NAME; --label 1.0
  visionary models export USEID DIR                write the files of a published version (NAME@LABEL) into a new folder
  visionary models release MODEL                   let a model out of quarantine, which lost its renderer twice
  visionary models verify                          read every file that is stored and hold it against its hash, and look for
                                                   those that models and pictures need; says what is damaged or missing
  visionary admin NAME [--revoke]                  let somebody look after this instance: see renderers and memory, release
                                                   models from quarantine; or take that right back
  visionary moderator NAME [--revoke]              let somebody look after public rooms: remove what others say there; or
                                                   take that right back
  visionary users ban NAME [--days N]              keep somebody out, for good unless said otherwise; they are told, and can appeal
  visionary users unban NAME                       let them in again
  visionary audit verify                           walk the log of what moderators and admins did, and say where it was touched
  visionary audit list                             its newest entries
  visionary seed [--count N]                       fill an instance with people, rooms and pictures of the model that comes
                                                   along, marked as samples; 24 pictures unless said otherwise
  visionary seed --remove                          take the samples away, and nothing else
  visionary migrate                                bring the database up to date, as every start of the server does
  visionary --help                                 this text

render takes
  -m, --model MODEL        a folder, or a name in MODELS_DIR
  -p, --prompt WORDS       what to see, with weights (x:1.2), schedules [a:b:0.4] and BREAK
  -n, --negative WORDS     what not to see
  -o, --output FILE        the PNG; pictures of a batch get -1, -2, … before the ending
      --steps N            1 to 150               --guidance N     0 to 30
      --size WxH           in pixels              --seed N         0 to 4294967295; drawn when left out
      --scheduler NAME     DDIM, PNDM, Euler, "Euler a", Heun, "DPM++ 2M", "DPM++ 2M Karras", "DPM++ 2M SDE",
                           "DPM++ 2M SDE Karras", UniPC or LCM; also as we write it (dpmpp_2m_karras)
      --batch N            pictures with seeds one after the other
      --init FILE          a picture to start from           --strength N     how much of it to forget, 0 to 1 (0.6)
      --mask FILE          white is painted anew, black stays
      --lora FILE[:WEIGHT] a .safetensors file or a name in MODELS_DIR/loras, again for each one; so are <lora:NAME:WEIGHT>
                           in the words
      --eta N              fresh noise of DDIM, 0 to 1
      --json               what was made, as JSON on the standard output
Left out, steps, guidance, size and scheduler are what the model recommends. Exit codes: 0 done, 1 with the reason in a
sentence, 2 not written as it has to be, 130 cancelled with Ctrl+C.`;

/** The command was not written as it has to be; the exit code is 2. */
export class Usage extends Error {
  override readonly name = 'Usage';

  constructor(what: string) {
    // Last, where the prompt of a shell stands.
    super(`${USAGE}\n\n${what}`);
  }
}
