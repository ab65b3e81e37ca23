import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { UploadRemoved } from '../domain/uploads.js';
import { RemoveUnusedUpload } from '../use-cases/remove-unused-upload.js';

/** What is rolled back loses no image: files go after the commit. */
@Injectable()
export class DeleteRemovedUploadFiles implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly forget: RemoveUnusedUpload,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UploadRemoved, ({ sha256 }) => this.forget.drop(sha256));
  }
}
