import { computed, shallowRef } from 'vue';
import { errorText } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useJamStore } from '../document/jam-store.js';
import type { SettingName } from '../document/shared-settings.js';

interface SettingUpload {
  readonly roomId: string;
  readonly setting: SettingName;
  /** Whether it succeeded. */
  readonly done: Promise<boolean>;
}

/** Uploads by this page of images that become settings of a room. The shared document does not contain them yet. */
const pending = shallowRef<readonly SettingUpload[]>([]);

/** The uploads for settings of the open room. */
export function useSettingUploads() {
  const jam = useJamStore();
  const here = computed(() => pending.value.filter(({ roomId }) => roomId === jam.roomId));
  const allDone = () => Promise.all(here.value.map(({ done }) => done));

  /**
   * Uploads one image at a time, so that the last chosen image is applied last. A rejection becomes a toast.
   * @param upload returns how the image is applied, unless the user leaves the room meanwhile
   */
  async function run(setting: SettingName, upload: (roomId: string) => Promise<() => void>): Promise<void> {
    const { roomId } = jam;
    if (!roomId) return;
    const earlier = allDone();
    async function attempt(): Promise<boolean> {
      try {
        await earlier;
        const apply = await upload(roomId as string);
        if (jam.roomId === roomId) apply();
        return true;
      } catch (error) {
        toast({ text: errorText(error), kind: 'bad' });
        return false;
      }
    }
    const added: SettingUpload = { roomId, setting, done: attempt() };
    pending.value = [...pending.value, added];
    await added.done;
    pending.value = pending.value.filter((one) => one !== added);
  }

  /** Waits for the uploads under way. @returns whether all succeeded */
  const settle = async (): Promise<boolean> => !(await allDone()).includes(false);

  /** Whether an image is being uploaded, for this setting or for any. */
  const isPending = (setting?: SettingName): boolean =>
    here.value.some((upload) => setting === undefined || upload.setting === setting);

  return { run, settle, isPending };
}
