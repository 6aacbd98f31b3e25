/**
 * Vectors whose verdict a decision turns round: what the reference takes is refused here or the other
 * way round, or a panic of the reference has a code. By file, then by the vector's name. The tests go by what stands in a
 * vector; these lists hold that against the vectors that are known.
 */
import type { Decided } from "../support/decided-verdicts.js";

const number: Decided = { decision: "D-TX-02", decode: false, codespace: "sdk", code: 2 };
const multisig: Decided = { decision: "D-TX-02", decode: true, codespace: "sdk", code: 4 };
const unauthorized: Decided = { decision: "D-TX-03", decode: true, codespace: "sdk", code: 4 };
const badFee: Decided = { decision: "D-TX-03", decode: true, codespace: "sdk", code: 13 };
const badKey: Decided = { decision: "D-TX-03", decode: true, codespace: "sdk", code: 8 };
const badNumber: Decided = { decision: "D-TX-03", decode: false, codespace: "sdk", code: 2 };
const badGranter: Decided = { decision: "D-TX-03", decode: true, codespace: "sdk", code: 7 };

const digest: Decided = { decision: "D-DI-02", decode: true, codespace: "", code: 0 };

export const TX_REJECT: Readonly<Record<string, Decided>> = {
  'message: coin amount "007"': number,
  'message: coin amount "0x1F"': number,
  'message: coin amount "0b11"': number,
  'message: coin amount "0o17"': number,
  'message: coin amount "1_000"': number,
  'message: coin amount "+5"': number,
  'message: coin amount "010", amino': number,
  "message: decimal empty on the wire": badNumber,
  "message: decimal hexadecimal on the wire": badNumber,
  "tx_raw: without auth info": badFee,
  "tx_raw: empty auth info": badFee,
  "tx_raw: body only": badFee,
  "auth_info: without a fee": badFee,
  "auth_info: granter is not an address": badGranter,
  "auth_info: two signer infos": unauthorized,
  "auth_info: empty mode info": unauthorized,
  "auth_info: public key uncompressed": badKey,
  "auth_info: public key of 32 bytes": badKey,
  "auth_info: public key empty": badKey,
  "auth_info: public key left out, the account has one": badKey,
  "nesting: transaction of 101 messages": digest,
};

export const MULTISIG: Readonly<Record<string, Decided>> = {
  "same key twice, both slots": multisig,
  "same key twice, one slot and the other key": multisig,
  "zero threshold, no signatures": multisig,
  "zero threshold, one signature": multisig,
  "bit array with bits set past the end": multisig,
  "too few: empty signature bytes": unauthorized,
  "bit array without bytes, eleven extra bits": unauthorized,
  "bit array eleven extra bits on one byte": unauthorized,
  "bit array missing": unauthorized,
  "all bits set, two signatures": unauthorized,
  "more mode infos than signatures": unauthorized,
};

/** [D-TX-02] Signatures with r or s not reduced, and keys that only the bare verifier reads. */
export const LOW_S: readonly string[] = [
  "small r plus n",
  "small s plus n",
  "small r plus n and small s plus n",
  "R.x above n, r = R.x unreduced, 1",
  "R.x above n, r = R.x unreduced, 2",
  "uncompressed key of 65 bytes",
  "hybrid key",
];

/** [D-TX-02] Messages with number texts that the reference reads. */
export const SIGNING: readonly string[] = [
  "/verana.td.v1.MsgSlashTrustDeposit int-4-wire",
  "/verana.td.v1.MsgSlashTrustDeposit int-6-wire",
  "/verana.td.v1.MsgSlashTrustDeposit int-7-wire",
  "/verana.td.v1.MsgSlashTrustDeposit int-8-wire",
  "/verana.td.v1.MsgSlashTrustDeposit int-9-wire",
  "/verana.td.v1.MsgSlashTrustDeposit int-10-wire",
  "/verana.td.v1.MsgUpdateParams dec-7-wire",
  "/verana.td.v1.MsgUpdateParams dec-8-wire",
];
