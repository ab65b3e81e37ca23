import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalDataExporters, type ExportFile, type PersonalDataExporter } from '@visionary/accounts';
import { BlobStore } from '@visionary/platform/blobs';
import type { Take } from '../domain/take.js';
import { imageFileName } from './image-file-name.js';
import { UserTakes } from '../storage/user-takes.js';

const PAGE_SIZE = 100;

/** Exports a user's takes, steers, and uploads, with the images as they are downloaded. */
@Injectable()
export class TakesExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly takes: UserTakes,
    private readonly blobs: BlobStore,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    const takes = () => pages((after) => this.takes.takesOf(userId, after, PAGE_SIZE));
    const uploads = () => pages((after) => this.takes.uploadsOf(userId, after, PAGE_SIZE));
    const steers = () => pages((after) => this.takes.steersOf(userId, after, PAGE_SIZE));
    yield jsonListFile('takes.json', () => mapped(takes(), exportedTake));
    yield jsonListFile('steers.json', () => mapped(steers(), ({ at, ...given }) => ({ ...given, at: isoTime(at) })));
    yield jsonListFile('uploads.json', () =>
      mapped(uploads(), ({ id, roomId, width, height, uploadedAt }) => {
        return { id, roomId, width, height, uploadedAt: isoTime(uploadedAt), file: `uploads/${id}.png` };
      }),
    );
    for await (const page of takes()) yield* page.flatMap((take) => this.imagesOf(take));
    for await (const page of uploads()) yield* page.map(({ id, sha256 }) => this.blob(`uploads/${id}.png`, sha256));
  }

  private imagesOf(take: Take): ExportFile[] {
    return take.images.map(({ sha256 }, index) => this.blob(fileOf(take, index), sha256));
  }

  private blob(name: string, key: string): ExportFile {
    const { blobs } = this;
    return {
      name,
      async *content() {
        const blob = await blobs.open(key);
        if (blob) yield* blob.stream as AsyncIterable<Uint8Array>;
      },
    };
  }
}

interface Identified {
  readonly id: string;
}

async function* pages<T extends Identified>(read: (afterId: string) => Promise<T[]>): AsyncIterable<T[]> {
  for (let after = '', more = true; more;) {
    const page = await read(after);
    yield page;
    more = page.length === PAGE_SIZE;
    after = page.at(-1)?.id ?? after;
  }
}

async function* mapped<T, U>(of: AsyncIterable<T[]>, change: (one: T) => U): AsyncIterable<U[]> {
  for await (const page of of) yield page.map(change);
}

const isoTime = (at: number): string => new Date(at).toISOString();

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
