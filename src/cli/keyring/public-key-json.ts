import { z } from "zod";
import { type PublicKey, unpackPublicKey } from "../../abci/sign/public-key.js";
import { registry } from "../../gen/registry.js";
import { fromJson } from "../../wire/proto-json-read.js";
import { CliError, messageOf } from "../failure.js";

/** A public key from its protobuf JSON with `@type`. Throws CliError. */
export function publicKeyOf(text: string): PublicKey {
  try {
    const { "@type": typeUrl, ...fields } = z
      .looseObject({ "@type": z.string() })
      .parse(JSON.parse(text));
    const type = registry.byUrl(typeUrl);
    if (type === undefined) throw new CliError(`${typeUrl} is no public key`);
    return unpackPublicKey({ typeUrl, value: type.encode(fromJson(type, fields, registry)) });
  } catch (error) {
    throw new CliError(`no public key: ${messageOf(error).split("\n")[0]}`);
  }
}
