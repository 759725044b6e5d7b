/** The function, which does not compute the last result anew for the same arguments. */
export function remembered<Arguments extends readonly unknown[], Result>(
  compute: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  let last: { readonly args: Arguments; readonly result: Result } | undefined;
  return (...args) => {
    if (!last?.args.every((argument, index) => argument === args[index])) last = { args, result: compute(...args) };
    return last.result;
  };
}
