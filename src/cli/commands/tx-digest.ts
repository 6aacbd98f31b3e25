import type { Command } from "commander";
import { MsgStoreDigest } from "../../gen/verana/di/v1.js";
import { messageCommand } from "../tx/message-command.js";

/** `tx di …` */
export function txDigestCommands(): readonly Command[] {
  return [
    messageCommand({
      name: "store-digest",
      summary: "store a digest with the time of the block",
      type: MsgStoreDigest,
      corporation: "authority",
      args: ["digest"],
      example: "store-digest sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= --from bob",
    }),
  ];
}
