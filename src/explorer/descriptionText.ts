/** A description as the service gives it, as JSON: times in ISO form, without the SDK's own record of the call. */
export function descriptionText(description: object): string {
  const members = Object.entries(description).filter(([name]) => name !== '$metadata');
  return `${JSON.stringify(Object.fromEntries(members), undefined, 2)}\n`;
}
