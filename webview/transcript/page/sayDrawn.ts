import type { TranscriptPage } from './transcriptPage.ts';

/** Tells the host, once a transcript is on screen, that it is: commands that open one answer then. */
export function sayDrawn(page: TranscriptPage): void {
  let serial = page.store.state.serial;
  page.store.subscribe(() => {
    const { state } = page.store;
    if (state.serial === serial || state.view === null) return;
    serial = state.serial;
    const transcriptId = state.view.id;
    // The first frame comes before the turns are measured, the second shows them.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const nodes = document.querySelectorAll('*').length;
        page.host.request('drawn', { transcriptId, nodes }).catch(() => undefined);
      }),
    );
  });
}
