import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isoTime, paginate } from '@visionary/kernel';
import { PersonalDataExporters, type ExportFile, storedFile } from '@visionary/accounts';
import { BlobStore } from '@visionary/platform/blobs';
import type { Take } from '../domain/take.js';
import type { Upload } from '../domain/uploads.js';
import { imageFileName } from './image-file-name.js';
import { type UserSteer, UserTakes } from '../storage/user-takes.js';

const PAGE_SIZE = 100;

/** Exports a user's takes, steers, and uploads, with the images as they are downloaded. */
@Injectable()
export class TakesExporter implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly takes: UserTakes,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    const presentSteer = ({ at, ...rest }: UserSteer) => ({ ...rest, at: isoTime(at) });
    this.exporters.addList('takes.json', (userId) => this.takesOf(userId, exportedTake));
    this.exporters.addList('steers.json', (userId) =>
      paginate(PAGE_SIZE, (last?: UserSteer) => this.takes.steersOf(userId, last?.id ?? '', PAGE_SIZE), presentSteer),
    );
    this.exporters.addList('uploads.json', (userId) => this.uploadsOf(userId, exportedUpload));
    this.exporters.add((userId) => this.images(userId));
  }

  private takesOf<U extends object>(userId: string, present: (take: Take) => U): AsyncIterable<readonly U[]> {
    return paginate(PAGE_SIZE, (last?: Take) => this.takes.takesOf(userId, last?.id ?? '', PAGE_SIZE), present);
  }

  private uploadsOf<U extends object>(userId: string, present: (upload: Upload) => U): AsyncIterable<readonly U[]> {
    return paginate(PAGE_SIZE, (last?: Upload) => this.takes.uploadsOf(userId, last?.id ?? '', PAGE_SIZE), present);
  }

  private async *images(userId: string): AsyncIterable<ExportFile> {
    for await (const page of this.takesOf(userId, (take) => take)) {
      for (const take of page) {
        for (const [index, { sha256 }] of take.images.entries()) yield this.image(fileOf(take, index), sha256);
      }
    }
    for await (const page of this.uploadsOf(userId, (upload) => upload)) {
      yield* page.map(({ id, sha256 }) => this.image(`uploads/${id}.png`, sha256));
    }
  }

  private image(name: string, sha256: string): ExportFile {
    return storedFile(name, () => this.blobs.open(sha256));
  }
}

const exportedUpload = ({ id, roomId, width, height, uploadedAt }: Upload) => {
  return { id, roomId, width, height, uploadedAt: isoTime(uploadedAt), file: `uploads/${id}.png` };
};

/** Includes the take id, because takes of two rooms may have the same number and prompt. */
const fileOf = (take: Take, index: number): string =>
  `takes/${take.id}/${index + 1} ${imageFileName(take, take.images[index]?.seed ?? 0)}`;

function exportedTake(take: Take): object {
  const { id, roomId, number, status, prompt, negative, settings, modelHash } = take;
  return {
    id,
    roomId,
    number,
    status,
    prompt,
    negative,
    settings,
    modelHash,
    queuedAt: isoTime(take.queuedAt),
    ...(take.endedAt !== null && { endedAt: isoTime(take.endedAt) }),
    files: take.images.map((_image, index) => fileOf(take, index)),
  };
}
