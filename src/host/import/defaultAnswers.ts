/** What an import without the page takes for answered: the proposals, with the arguments of the command over them. */
import { mappingProblem } from '../../core/mappingCheck.ts';
import type { ImportView } from '../../protocol/importPanel.ts';
import type { ConfirmedImport } from './importContext.ts';
import type { ImportRequest } from './importRequest.ts';
import { alreadyWords } from './importWords.ts';

export interface LeftOut {
  readonly path: string;
  readonly reason: string;
  /** Set when its run can't be gone on with: what is stored isn't what stands in the file. */
  readonly changed?: true;
}

/** Lays the arguments of the command over the proposals. */
export function withArguments(view: ImportView, request: ImportRequest): ImportView {
  const { model, group, condition, seed, mapping } = request;
  const given = Object.entries({ model, group, condition, seed }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...view,
    files: view.files.map((file) => ({
      ...file,
      ...Object.fromEntries(given.filter(([field]) => !(file.carried as readonly string[]).includes(field))),
      ...(mapping === undefined || file.mapping === undefined
        ? undefined
        : { mapping: { ...file.mapping, roles: mapping, problem: mappingProblem(mapping) ?? '' } }),
    })),
  };
}

/** The view as it stands, taken for the user's answers; files that would have needed a question are left out. */
export function defaultAnswers(
  view: ImportView,
  request: ImportRequest,
): { readonly answers: ConfirmedImport; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const files = view.files.map((file) => {
    const reason = reasonToLeaveOut(file, request);
    if (reason !== undefined) leftOut.push({ path: file.path, reason });
    const { path, partOf, asNewVersion, continues, runName, model, group, condition, seed, mapping } = file;
    return {
      ...{ path, included: reason === undefined, asNewVersion, continues },
      ...{ runName, model, group, condition, seed },
      ...(partOf === undefined ? undefined : { partOf }),
      ...(mapping === undefined ? undefined : { roles: mapping.roles }),
    };
  });
  const { studyName, isStudy, namePattern } = view;
  return { answers: { studyName, isStudy, namePattern, files }, leftOut };
}

function reasonToLeaveOut(file: ImportView['files'][number], request: ImportRequest): string | undefined {
  if (file.state === 'refused') return `${file.description} ${file.hint}`.trim();
  if (!file.included) {
    if (file.earlierRun !== undefined) return alreadyWords(file.earlierRun);
    if (file.sameAs !== undefined) return `It holds the same bytes as ${file.sameAs}.`;
    return 'It was not chosen.';
  }
  if (file.mapping === undefined) return undefined;
  // A proposal is a guess: without the page only a mapping that somebody confirmed is used.
  if (request.mapping === undefined && !file.mapping.remembered) {
    return 'It isn’t known what its columns are. Import it with the preview, or give the mapping.';
  }
  return file.mapping.problem === '' ? undefined : file.mapping.problem;
}
