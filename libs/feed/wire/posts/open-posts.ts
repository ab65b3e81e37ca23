import { Injectable } from '@nestjs/common';
import type { LiveSocket } from '@visionary/platform/realtime';
import { postChannel } from './channels.js';

/** A page shows one picture, or a few in a row; whoever opens more hears no more of the first. */
const AT_ONCE = 16;

/** Which pictures each page of this node has open. */
@Injectable()
export class OpenPosts {
  private readonly open = new Map<string, Set<string>>();

  async add(socket: LiveSocket, postId: string): Promise<void> {
    const posts = this.of(socket);
    posts.delete(postId);
    posts.add(postId);
    const [first] = posts;
    if (posts.size > AT_ONCE && first !== undefined) await this.remove(socket, first);
    await socket.enter(postChannel(postId));
  }

  async remove(socket: LiveSocket, postId: string): Promise<void> {
    this.open.get(socket.id)?.delete(postId);
    await socket.leave(postChannel(postId));
  }

  private of(socket: LiveSocket): Set<string> {
    const known = this.open.get(socket.id);
    if (known) return known;
    const posts = new Set<string>();
    this.open.set(socket.id, posts);
    socket.onGone(() => this.open.delete(socket.id));
    return posts;
  }
}
