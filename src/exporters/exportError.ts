import { AuditError, messageOf } from '../core/errors.ts';

const UNTOUCHED = 'Nothing was written';

/** What a failure while writing means to the user; what already is an AuditError stays as it is. */
export function exportError(error: unknown, path: string): AuditError {
  if (error instanceof AuditError) return error;
  const options = { cause: error };
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new AuditError(
        'disk-full',
        `There is no room on the disk for ${path}.`,
        `${UNTOUCHED} and a file of that name is as it was. Free some space, or choose another place.`,
        options,
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'EBUSY':
      return new AuditError(
        'read-only',
        `${path} can't be written.`,
        `${UNTOUCHED}. The folder is read-only, or another program has the file open; choose another place.`,
        options,
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new AuditError(
        'file-missing',
        `The folder of ${path} doesn't exist.`,
        `${UNTOUCHED}. Make the folder, or choose another.`,
        options,
      );
    case 'EISDIR':
      return new AuditError('bad-input', `${path} is a folder.`, 'Choose a file name inside it.', options);
    case 'ENAMETOOLONG':
      return new AuditError('bad-input', `The name ${path} is too long.`, 'Choose a shorter one.', options);
    default:
      return new AuditError(
        'bug',
        `${path} could not be written: ${messageOf(error)}`,
        `${UNTOUCHED}.`,
        options,
      );
  }
}
