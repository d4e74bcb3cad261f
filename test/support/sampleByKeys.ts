/** Draws an audit sample with nothing but keys, as is usual but for what is said. */
import { asked } from './journeysQueues.ts';
import type { PressedKeys } from './pressedKeys.ts';

export interface SampleWish {
  /** By name, where there are several runs. */
  readonly run?: string;
  /** As the list of designs has it. */
  readonly design: string;
  readonly n: number;
  /** Everything is hidden unless this says no. */
  readonly hidden?: false;
  readonly name?: string;
  readonly seed?: string;
}

export async function drawByKeys(keys: PressedKeys, wish: SampleWish): Promise<void> {
  const { run, design, n, hidden, name, seed } = wish;
  await keys.command('Transcript Auditor: New Audit Sample…');
  if (run !== undefined) {
    await keys.tick(/Of which runs/, [run]);
    await keys.press('Enter');
  }
  await keys.choose(/How is it drawn/, design);
  await asked(keys.window, /How many of/);
  await keys.type(String(n));
  await keys.choose(/How many of/, String(n));
  if (hidden !== false && name === undefined && seed === undefined) {
    await keys.choose(/Is it drawn like this/, 'Draw It');
    return;
  }
  await keys.choose(/Is it drawn like this/, 'Change Something First…');
  if (hidden === false) {
    await keys.tick(/What is hidden until you answer/, ['judge', 'model', 'group', 'condition']);
    await keys.press('Enter');
  } else {
    await keys.answer(/What is hidden until you answer/);
    await keys.answer(/Texts that tell the condition/);
  }
  await keys.choose(/Who answers/, 'Whoever opens it');
  await keys.choose(/come again unannounced/, 'None');
  await keys.answer(/A name for the sample/, name);
  await keys.answer(/The seed of the draw/, seed);
}
