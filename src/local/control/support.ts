import { validationException } from '../protocol/serviceError.ts';

/**
 * What Local does about a member of an input: `taken` is honoured, or concerns AWS alone and is kept and described back. A
 * function judges the value: it says why not, and what to do instead, or nothing where the value is fine.
 */
export type Support = 'taken' | ((value: unknown) => string | undefined);

/** What Local does about each member that the API defines for a structure. */
export type SupportTable = Readonly<Record<string, Support>>;

/** A member that Local does not do yet, whatever its value. */
export function unsupported(reason: string): Support {
  return () => reason;
}

/** As `unsupported`, but an empty list asks for nothing. */
export function unsupportedUnlessEmpty(reason: string): Support {
  return (value) => (Array.isArray(value) && value.length === 0 ? undefined : reason);
}

/**
 * Refuses what Local can't honour rather than taking and ignoring it.
 * @param path the way to the structure, such as `ProductionVariants[0].`; empty at the top
 * @throws ServiceError ValidationException that names the member and says what to do
 */
export function refuseUnsupported(structure: object, table: SupportTable, path = ''): void {
  for (const [member, value] of Object.entries(structure)) {
    if (value === undefined) continue;
    const support = Object.hasOwn(table, member) ? table[member] : unknownMember;
    const reason = typeof support === 'function' ? support(value) : undefined;
    if (reason !== undefined) throw validationException(`${path}${member} is not supported by Local: ${reason}`);
  }
}

const unknownMember: Support = () => 'it does not know this member. Leave it out.';
