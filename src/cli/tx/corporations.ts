import { Query as Groups, type QueryGroupsByMemberResponse } from "../../gen/cosmos/group/v1.js";
import { Query as Corporations, type QueryGetCorporationResponse } from "../../gen/verana/co/v1.js";
import {
  Query as Delegation,
  type QueryListOperatorAuthorizationsResponse,
  type QueryListVSOperatorAuthorizationsResponse,
} from "../../gen/verana/de/v1.js";
import type { Chain } from "../chain/chain.js";
import { CliError } from "../failure.js";
import type { TxSession } from "./session.js";

/** Policy address of a corporation named by id, policy address or key. Throws CliError. */
export async function policyOf(session: TxSession, corporation: string): Promise<string> {
  if (!/^\d+$/.test(corporation)) return await session.address(corporation);
  const found = await byId(session.chain, BigInt(corporation));
  if (found !== undefined) return found;
  throw new CliError(`there is no corporation ${corporation}`);
}

/** The one corporation that the signer is an operator of. Throws CliError when it is not one. */
export async function operatedCorporation(session: TxSession): Promise<string> {
  const { chain, from } = session;
  const { operatorAuthorizations } = await chain.query<QueryListOperatorAuthorizationsResponse>(
    Delegation.ListOperatorAuthorizations,
    { operator: from },
  );
  const ids = new Set(operatorAuthorizations.map(({ corporationId }) => corporationId));
  return await onlyOne(chain, [...ids], `${from} is an operator of`);
}

/** The one corporation that the signer is a VS operator of. Throws CliError when it is not one. */
export async function servedCorporation(session: TxSession): Promise<string> {
  const { chain, from } = session;
  const { vsOperatorAuthorizations } = await chain.query<QueryListVSOperatorAuthorizationsResponse>(
    Delegation.ListVSOperatorAuthorizations,
    { vsOperator: from },
  );
  const ids = new Set(vsOperatorAuthorizations.map(({ corporationId }) => corporationId));
  return await onlyOne(chain, [...ids], `${from} is a VS operator of`);
}

/** The one corporation whose group the signer is a member of. Throws CliError when it is not one. */
export async function memberCorporation(session: TxSession): Promise<string> {
  const { chain, from } = session;
  const { groups } = await chain.query<QueryGroupsByMemberResponse>(Groups.GroupsByMember, {
    address: from,
  });
  const ids = groups.map(({ id }) => id);
  const registered: bigint[] = [];
  for (const id of ids) if ((await byId(chain, id)) !== undefined) registered.push(id);
  return await onlyOne(chain, registered, `${from} is a member of`);
}

async function onlyOne(chain: Chain, ids: readonly bigint[], who: string): Promise<string> {
  const [only, ...more] = ids;
  const policy = only === undefined ? undefined : await byId(chain, only);
  if (policy !== undefined && more.length === 0) return policy;
  const what = ids.length === 0 ? "no corporation" : `the corporations ${ids.join(", ")}`;
  throw new CliError(`${who} ${what}; name one with --corporation`);
}

async function byId(chain: Chain, corporationId: bigint): Promise<string | undefined> {
  try {
    const { corporation } = await chain.query<QueryGetCorporationResponse>(
      Corporations.GetCorporation,
      { corporationId },
    );
    return corporation.policyAddress;
  } catch (error) {
    if (error instanceof CliError && /NotFound/.test(error.message)) return undefined;
    throw error;
  }
}
