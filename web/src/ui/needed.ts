/**
 * A rule that something must be chosen. Unlike `required` it does not put aria-required on what is no field to those who hear the
 * page: a Select's outer box.
 */
export const chosen = (message: string) => [
  {
    validator: (_: unknown, value: unknown) =>
      value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length)
        ? Promise.reject(new Error(message))
        : Promise.resolve(),
  },
];
