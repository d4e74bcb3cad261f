/** Column mappings as a file, so that a colleague’s tables of the same header import without the mapping step. */
import { COLUMN_ROLES, type ColumnMapping, type ColumnRole } from './importPlan.ts';

export const MAPPING_FORMAT = 'transcript-auditor-mappings';

/** A mapping with the header it is for. */
export interface HeaderMapping {
  /** Identifies tables with the same columns; see `Recognition`. */
  readonly headerShape: string;
  readonly roles: ColumnMapping;
}

/** The whole file as text. */
export function writeMappings(mappings: readonly HeaderMapping[]): string {
  const list = mappings.map(({ headerShape, roles }) => ({ header_shape: headerShape, roles }));
  return `${JSON.stringify({ format: MAPPING_FORMAT, version: 1, mappings: list }, null, 2)}\n`;
}

/** What was read of a mapping file: `problems` say which of its entries were left out, and why. */
export interface ReadMappings {
  readonly mappings: readonly HeaderMapping[];
  readonly problems: readonly string[];
}

/** Reads a mapping file; undefined when it is none, or of a later version. */
export function readMappings(text: string): ReadMappings | undefined {
  const file = fieldsOf(parsed(text));
  if (file?.['format'] !== MAPPING_FORMAT || file['version'] !== 1 || !Array.isArray(file['mappings'])) {
    return undefined;
  }
  const mappings: HeaderMapping[] = [];
  const problems: string[] = [];
  for (const [index, entry] of (file['mappings'] as readonly unknown[]).entries()) {
    const mapping = mappingOf(entry);
    if (typeof mapping === 'string') problems.push(`Mapping ${index + 1}: ${mapping}`);
    else mappings.push(mapping);
  }
  return { mappings, problems };
}

function mappingOf(entry: unknown): HeaderMapping | string {
  const fields = fieldsOf(entry);
  const shape = fields?.['header_shape'];
  const roles = fieldsOf(fields?.['roles']);
  if (typeof shape !== 'string' || !/^[0-9a-f]{32}$/.test(shape)) return 'it names no header.';
  if (roles === undefined) return 'it has no roles.';
  // A record without a prototype: a column may be called anything.
  const mapping = Object.create(null) as Record<string, ColumnRole>;
  for (const [column, role] of Object.entries(roles)) {
    if (!isRole(role)) return `“${column}” has the role ${JSON.stringify(role)}, which there isn’t.`;
    mapping[column] = role;
  }
  return { headerShape: shape, roles: mapping };
}

function isRole(role: unknown): role is ColumnRole {
  return (COLUMN_ROLES as readonly unknown[]).includes(role);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
