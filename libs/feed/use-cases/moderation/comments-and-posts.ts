import { Injectable } from '@nestjs/common';
import { Posts } from '../../domain/posts/posts.js';
import { Comments } from '../../domain/comments/comments.js';

/** What is said, and about what. */
@Injectable()
export class CommentsAndPosts {
  constructor(
    readonly comments: Comments,
    readonly posts: Posts,
  ) {}
}
