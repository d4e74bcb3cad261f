import type { TranscriptView } from '../../../src/protocol/transcriptPanel.ts';
import { PlainText } from '../../shared/text/plainText.tsx';
import { Revealed } from '../../shared/text/revealed.tsx';
import { grouped } from '../../shared/text/textSize.ts';
import { ask } from './ask.ts';
import { usePage } from './pageContext.ts';

/** Where the transcript comes from and how it was made. */
export function Provenance({ view }: { view: TranscriptView }) {
  const page = usePage();
  const { source } = view;
  const judges = [
    ...new Map(view.judgments.map(({ judge }) => [judge.name + judge.version, judge])).values(),
  ];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['study', view.study],
    ['run', view.run],
    ['group', view.group],
    ['model', view.model],
    ['condition', view.condition],
    ['suite', view.suite],
    ['probe', `${view.probe}, sample ${view.sample}`],
  ];
  return (
    <dl class="provenance" tabIndex={0} aria-label="Where this transcript comes from">
      <dt>source</dt>
      {view.hidden === undefined ? (
        <dd>
          <button
            type="button"
            class="link"
            onClick={() => ask(page, page.host.request('openSource', { transcriptId: view.id }))}
          >
            <Revealed text={source.file} />, row {grouped(source.row)}
          </button>{' '}
          <span class="aside">
            {source.line === 0 ? '' : `line ${grouped(source.line)} · `}
            <Revealed text={source.path} />
          </span>
        </dd>
      ) : (
        <dd class="aside">hidden until you answer, as everything recorded beside the texts</dd>
      )}
      {rows.map(([name, value]) =>
        value === undefined || value === '' ? null : <Row key={name} name={name} value={value} />,
      )}
      {judges.map((judge) => (
        <Row
          key={judge.name + judge.version}
          name="judge"
          value={`${judge.name}${judge.model === undefined ? '' : `, ${judge.model}`}, ${judge.kind.replaceAll('-', ' ')}, version ${judge.version}`}
        />
      ))}
      {view.metadata.map(({ name, value }) => (
        <Row key={name} name={name} value={value} />
      ))}
      <dt>content key</dt>
      <dd>
        <code>{view.key}</code>{' '}
        <button
          type="button"
          class="link"
          onClick={() =>
            ask(page, page.host.request('copy', { transcriptId: view.id, as: 'link' }), 'Link copied.')
          }
        >
          copy link
        </button>
      </dd>
    </dl>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>
        <Revealed text={name} />
      </dt>
      <dd>
        <PlainText text={value} />
      </dd>
    </>
  );
}
