import { messageOf } from './problems.ts';
import type { TranscriptPage } from './transcriptPage.ts';

/** Sends a request whose answer says nothing but that it was done. */
export function ask(page: TranscriptPage, request: Promise<unknown>, words = ''): void {
  request.then(
    () => {
      if (words !== '') page.store.update({ notice: { text: words, tone: 'info' }, announcement: words });
    },
    (error: unknown) => page.store.update({ notice: { text: messageOf(error), tone: 'problem' } }),
  );
}
