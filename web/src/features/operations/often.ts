/** The usual times, as cron says them, and the word for each. */
export const often = {
  "0 * * * *": "every_hour",
  "0 2 * * *": "every_night",
  "0 3 * * 1": "every_week",
  "0 4 1 * *": "every_month",
} as const;
