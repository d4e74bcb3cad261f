import { AuditError, messageOf, type AuditErrorKind } from '../../core/errors.ts';

/** What could not be done with a file or folder, in words for the user. */
export interface SharingFailure {
  readonly path: string;
  readonly what: 'read' | 'write';
  readonly kind: AuditErrorKind;
  readonly message: string;
  readonly hint: string;
}

const SAFE =
  'The labels are safe in the database; they are written to the file as soon as that works again, which is tried by itself.';
const LATER = 'It is tried again by itself.';

/** What the file system's error means for somebody who shares labels. */
export function sharingFailure(error: unknown, path: string, what: SharingFailure['what']): SharingFailure {
  const hint = what === 'write' ? SAFE : LATER;
  if (error instanceof AuditError) return { path, what, kind: error.kind, message: error.message, hint };
  const [kind, reason] = reasonOf(error);
  const verb = what === 'write' ? 'can’t be written to' : 'can’t be read from';
  return { path, what, kind, message: `Labels ${verb} ${path}: ${reason}.`, hint };
}

function reasonOf(error: unknown): readonly [AuditErrorKind, string] {
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return ['disk-full', 'there is no room'];
    case 'EROFS':
      return ['read-only', 'the disk is read-only'];
    case 'EACCES':
    case 'EPERM':
    case 'EBUSY':
      return ['read-only', 'the system doesn’t let us, or another program has it open'];
    case 'ENOENT':
      return ['file-missing', 'the folder is gone'];
    case 'ELOOP':
    case 'EMLINK':
      return ['bad-input', 'it is a link, and labels aren’t written through links'];
    case 'ENOTDIR':
      return ['bad-input', 'it is no folder'];
    default:
      return ['bug', messageOf(error)];
  }
}
