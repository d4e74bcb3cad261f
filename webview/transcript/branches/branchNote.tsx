import type { PageState } from '../page/pageState.ts';
import { usePage } from '../page/pageContext.ts';
import { Revealed } from '../../shared/text/revealed.tsx';
import { branchWords, MAIN, viewWords } from './branchGroups.ts';
import { branchOf } from './branchReading.ts';

/** Above the answers, while another branch is shown: what is labelled is the transcript's own turns all the same. */
export function BranchNote({ state }: { state: PageState }) {
  const page = usePage();
  const branch = branchOf(state.view, state.branch);
  if (branch === null) return null;
  return (
    <p class="branch-note">
      You are reading <Revealed text={`${branchWords(branch)} (${viewWords(branch.view)})`} />; labels are
      about main.{' '}
      <button type="button" class="link" onClick={() => page.showBranch(MAIN)}>
        back to main
      </button>
    </p>
  );
}
