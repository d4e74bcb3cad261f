import { cutShort, flipBits, joinWithAnother, putIn, repeatPiece, takeOut } from './byteMutators.ts';
import { links, otherFiles, otherName as otherFileName, swapFiles } from './folderMutators.ts';
import {
  again,
  deepValue,
  fromAnother,
  leaveOut,
  longText,
  otherName,
  otherNumber,
  otherShape,
  otherText,
  otherValue,
  swapValues,
} from './jsonMutators.ts';
import { otherCells, otherEncoding, otherHeader, otherLineEnds, otherOrder } from './lineMutators.ts';
import type { Mutator } from './mutator.ts';
import { pack } from './packMutators.ts';
import {
  otherArchive,
  otherMembers,
  otherMethods,
  otherPaths,
  swapMembers,
  untrueSizes,
} from './zipMutators.ts';

export const MUTATORS: readonly Mutator[] = [
  flipBits,
  cutShort,
  putIn,
  takeOut,
  repeatPiece,
  joinWithAnother,
  otherValue,
  otherNumber,
  otherText,
  otherName,
  longText,
  leaveOut,
  again,
  swapValues,
  deepValue,
  otherShape,
  fromAnother,
  otherCells,
  otherHeader,
  otherOrder,
  otherLineEnds,
  otherEncoding,
  pack,
  swapMembers,
  otherMembers,
  otherPaths,
  untrueSizes,
  otherMethods,
  otherArchive,
  otherFileName,
  swapFiles,
  otherFiles,
  links,
];
