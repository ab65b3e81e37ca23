import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { CommentQuery, CommentSubject } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { CommentPages } from './comment-pages.js';

@Controller()
export class CommentsController {
  constructor(private readonly pages: CommentPages) {}

  /** Answers with a CommentPage. @throws Rejection as the kind for an unknown subject, INVALID */
  @Route('comments')
  async page(
    @Param({ schema: CommentSubject }) subject: CommentSubject,
    @Query({ schema: CommentQuery }) { parentId, cursor, last }: z.infer<typeof CommentQuery>,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const viewerId = identity?.user.id ?? null;
    if (parentId === undefined && cursor === undefined && last === undefined) {
      const { body, myReactions } = await this.pages.first(subject, viewerId);
      return body.send(request, response, { myReactions });
    }
    const query = { parentId: parentId ?? null, cursor, newest: last !== undefined };
    response.json(await this.pages.page(subject, viewerId, query));
  }
}
