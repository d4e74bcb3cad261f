import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { TranscriptPage } from './transcriptPage.ts';

/** The conductor, for every component. */
export const PageContext = createContext<TranscriptPage | null>(null);

export function usePage(): TranscriptPage {
  const page = useContext(PageContext);
  if (page === null) throw new Error('drawn outside of the page');
  return page;
}
