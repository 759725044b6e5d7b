import * as v from 'valibot';

/** One broken rule of an input. */
export interface Violation {
  /** The way to the member from the top: names, and indices of list members. */
  readonly path: readonly (string | number)[];
  /** For a person, beside the field. */
  readonly message: string;
  /** The same in the service's words, as in its ValidationException. */
  readonly constraint: string;
  /** The refused value; undefined where a required member is missing. */
  readonly received: unknown;
}

/** What checking an input against its schema comes to. */
export type Validation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** Most characters of a refused value that a message repeats. */
const MAX_QUOTED = 200;

/** Checks an input against its schema. Never throws. */
export function validate<TSchema extends v.GenericSchema>(
  schema: TSchema,
  input: unknown,
): Validation<v.InferOutput<TSchema>> {
  const result = v.safeParse(schema, input);
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, violations: result.issues.map(toViolation) };
}

/** The first thing wrong with one field's value, for a person; undefined where it is right. */
export function fieldProblem(schema: v.GenericSchema, value: unknown): string | undefined {
  const result = validate(schema, value);
  return result.ok ? undefined : result.violations[0]?.message;
}

/** The message of the ValidationException that the service answers with (wording seen in the service's answers). */
export function validationMessage(violations: readonly Violation[]): string {
  const count = violations.length;
  const details = violations.map(
    ({ path, constraint, received }) =>
      `Value${isVariable(path) ? '' : ` ${quote(received)}`} at '${memberPath(path)}' failed to satisfy constraint: ${constraint}`,
  );
  return `${count} validation error${count === 1 ? '' : 's'} detected: ${details.join('; ')}`;
}

function toViolation(issue: v.BaseIssue<unknown>): Violation {
  return {
    path: (issue.path ?? []).map((item) => (typeof item.key === 'number' ? item.key : String(item.key))),
    message: issue.message,
    constraint: constraintOf(issue),
    received: issue.input,
  };
}

function constraintOf(issue: v.BaseIssue<unknown>): string {
  const requirement = issue.requirement;
  if (issue.input === undefined || issue.input === null) return 'Member must not be null';
  switch (issue.type) {
    case 'regex':
      return `Member must satisfy regular expression pattern: ${(requirement as RegExp).source.replace(/^\^|\$$/g, '')}`;
    case 'non_empty':
      return 'Member must have length greater than or equal to 1';
    case 'min_length':
    case 'min_entries':
      return `Member must have length greater than or equal to ${requirement}`;
    case 'max_length':
    case 'max_entries':
      return `Member must have length less than or equal to ${requirement}`;
    case 'min_value':
      return `Member must have value greater than or equal to ${requirement}`;
    case 'max_value':
      return `Member must have value less than or equal to ${requirement}`;
    case 'picklist':
      return `Member must satisfy enum value set: [${optionsOf(issue).join(', ')}]`;
    case 'integer':
      return 'Member must be a whole number';
    case 'finite':
      return 'Member must be a finite number';
    case 'number':
    case 'string':
    case 'boolean':
      return `Member must be a ${issue.type}`;
    case 'array':
      return 'Member must be a list';
    case 'object':
    case 'loose_object':
    case 'record':
      return 'Member must be a structure';
    default:
      return issue.message;
  }
}

/** A picklist's issue tells what it expected as `("a" | "b")`. */
function optionsOf(issue: v.BaseIssue<unknown>): string[] {
  return [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}

/** A container's variables may be secrets: their values are not repeated, as the service does for sensitive members. */
function isVariable(path: Violation['path']): boolean {
  return path.at(-2) === 'Environment';
}

/** The service names members as `productionVariants.1.member.instanceType`, lists counted from 1. */
function memberPath(path: Violation['path']): string {
  const names = path.map((part) =>
    typeof part === 'number' ? `${part + 1}.member` : part.charAt(0).toLowerCase() + part.slice(1),
  );
  return (isVariable(path) ? [...names.slice(0, -1), path.at(-1)] : names).join('.');
}

function quote(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  return `'${text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text}'`;
}
