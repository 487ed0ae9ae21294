/** Does the sending server take our login and our address, and, where asked for, a test mail? */
import { type Finding, found } from "#core/checks/findings.ts";
import { asFailure } from "#core/failure.ts";
import type { SendingFacts, SendingProbe, TestMail } from "../ports.ts";
import { type Check, MINUTE } from "./check.ts";
import { certificateFinding, connectionFindings } from "./connection.ts";

export type SendingCheckOptions = {
  readonly probe: SendingProbe;
  readonly place: string;
  readonly host: string;
  readonly address: string;
  /** Sends a test mail there; null: none is sent. */
  readonly test: { readonly send: TestMail; readonly to: string } | null;
  readonly now: () => number;
};

export const sendingCheck = ({ probe, place, host, address, test, now }: SendingCheckOptions): Check => ({
  name: "sending",
  every: 30 * MINUTE,
  deadline: 60_000,
  run: async () => {
    let facts: SendingFacts;
    try {
      facts = await probe();
    } catch (thrown) {
      const failure = asFailure(thrown, "send_unavailable");
      if (failure.code === "data_unwritable") return [found("sending_folder_unwritable", { place }, failure.message)];
      const certificate = certificateFinding(failure, host);
      if (certificate) return [certificate];
      // A token that cannot be had is a login that fails.
      const login = failure.code === "send_login" || failure.code === "mailbox_login";
      return [found(login ? "sending_login" : "sending_unavailable", { place }, failure.message)];
    }
    return [...(facts.peer ? connectionFindings(facts.peer, now()) : []), senderFinding(facts, address), ...(test ? [await tried(test)] : [])];
  },
});

const senderFinding = ({ place, peer, senderAnswer }: SendingFacts, address: string): Finding => {
  if (!peer || senderAnswer === null) return found("sending_folder_ok", { place });
  return senderAnswer < 300 ? found("sending_ok", { place, address }) : found("sending_sender_refused", { address, status: senderAnswer });
};

const tried = async ({ send, to }: NonNullable<SendingCheckOptions["test"]>): Promise<Finding> => {
  try {
    await send(to);
    return found("sending_test_sent", { address: to });
  } catch (thrown) {
    return found("sending_test_refused", { address: to }, asFailure(thrown).message);
  }
};
