import type * as v from 'valibot';
import { validate, validationMessage } from '../../api/validation.ts';
import { validationException } from '../protocol/serviceError.ts';

/** One operation of the control plane: takes the input as it came, gives the output, or nothing where the API defines none. */
export type Operation = (input: object) => Promise<object | undefined>;

/** Operations by their API names. */
export type Operations = Readonly<Record<string, Operation>>;

/** An operation whose input is checked against its schema first. */
export function operation<TSchema extends v.GenericSchema>(
  schema: TSchema,
  perform: (input: v.InferOutput<TSchema>) => Promise<object | undefined>,
): Operation {
  return async (input) => {
    const checked = validate(schema, input);
    if (!checked.ok) throw validationException(validationMessage(checked.violations));
    return await perform(checked.value);
  };
}
