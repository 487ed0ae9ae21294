/** Replies that have surely not gone out, and that nobody is about to send. */
import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Tables } from "./tables.ts";

/** Withheld, or planned and in no worker's hands. What shadow mode kept counts as sent: it shows what would have happened. */
export const isUnsent =
  (now: number) =>
  (eb: ExpressionBuilder<Tables, "outbox">): Expression<SqlBool> =>
    eb.and([
      eb.or([
        eb("state", "=", "withheld"),
        eb.and([eb("state", "=", "planned"), eb.or([eb("lease_until", "is", null), eb("lease_until", "<", now)])]),
      ]),
      eb.or([eb("reason", "is", null), eb("reason", "not in", ["discarded", "mode_shadow"])]),
    ]);
