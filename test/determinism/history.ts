import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import { MsgMultiSend, MsgSend } from "../../src/gen/cosmos/bank/v1beta1.js";
import {
  MsgSubmitProposal,
  MsgVote,
  ThresholdDecisionPolicy,
} from "../../src/gen/cosmos/group/v1.js";
import { RequestFinalizeBlock, RequestInitChain } from "../../src/gen/tendermint/abci.js";
import { MsgCreateCorporation } from "../../src/gen/verana/co/v1.js";
import { MsgCreateCredentialSchema } from "../../src/gen/verana/cs/v1.js";
import { MsgGrantOperatorAuthorization } from "../../src/gen/verana/de/v1.js";
import { MsgCreateEcosystem } from "../../src/gen/verana/ec/v1.js";
import { MsgCreateRootParticipant } from "../../src/gen/verana/pp/v1.js";
import { openMultiStore } from "../../src/store/multistore.js";
import { pack } from "../../src/wire/any.js";
import type { Any } from "../../src/wire/descriptor.js";
import { CHAIN } from "../support/ante-world.js";
import { signedTx, type TestKey, testKey } from "../support/signed-tx.js";

/** One block as it was made: times in nanoseconds, bytes in hex. */
export interface StoredBlock {
  readonly time: string;
  readonly txs: readonly string[];
  readonly appHash: string;
  /** Code, gas used and data of each transaction: what enters the block's hash. */
  readonly results: readonly (readonly [code: number, gasUsed: string, data: string])[];
}

const START = 1_790_000_000_000_000_000n;
const SECOND = 1_000_000_000n;
const POLICY = "verana1afk9zr2hn2jsac63h4hm60vl9z3e5u69gndzf7c99cqge3vzwjzsh3z8fv";
const DIGEST = "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26";

const [alice, bob, carol, dave, erin] = [1, 2, 3, 4, 5].map(testKey) as [
  TestKey,
  TestKey,
  TestKey,
  TestKey,
  TestKey,
];
const people = [alice, bob, carol, dave, erin];

/** Section `app_state` of the chain: five funded accounts. */
export function appState(): unknown {
  const fresh = freshAppState(CHAIN.chainId, "uvna");
  const balances = people.map(({ address }) => ({
    address,
    coins: [{ denom: "uvna", amount: "1000000000000" }],
  }));
  const accounts = people.map(({ address }, number) => ({
    "@type": "/cosmos.auth.v1beta1.BaseAccount",
    address,
    pub_key: null,
    account_number: String(number),
    sequence: "0",
  }));
  return {
    ...fresh,
    auth: { ...(fresh.auth as object), accounts },
    bank: { ...(fresh.bank as object), balances },
  };
}

/** Transactions of the history, block by block. */
export function historyTxs(): readonly (readonly Uint8Array[])[] {
  const sequences = new Map<string, bigint>();
  const tx = (signer: TestKey, ...messages: readonly Any[]): Uint8Array => {
    const sequence = sequences.get(signer.address) ?? 0n;
    sequences.set(signer.address, sequence + 1n);
    const accountNumber = BigInt(people.indexOf(signer));
    return signedTx(signer, { messages, sequence, accountNumber, fee: { gasLimit: 500_000n } });
  };
  const pay = (from: TestKey, to: TestKey, amount: bigint): Any =>
    pack(MsgSend, {
      fromAddress: from.address,
      toAddress: to.address,
      amount: [{ denom: "uvna", amount }],
    });
  return [
    [],
    [tx(alice, pay(alice, bob, 5n)), tx(bob, pay(bob, testKey(9), 7n), pay(bob, alice, 1n))],
    [tx(alice, createCorporation())],
    [tx(alice, proposeOperator())],
    [
      tx(
        bob,
        pack(MsgVote, MsgVote.create({ proposalId: 1n, voter: bob.address, option: 1, exec: 1 })),
      ),
    ],
    [tx(dave, createEcosystem("a")), tx(dave, createEcosystem("b"))],
    [tx(dave, createSchema())],
    [
      tx(dave, createRoot()),
      tx(erin, pay(erin, alice, 10n ** 20n)),
      tx(erin, createEcosystem("c")),
    ],
    [tx(carol, payMany(carol, [alice, bob, testKey(10)]))],
    [],
  ];
}

function createCorporation(): Any {
  return pack(
    MsgCreateCorporation,
    MsgCreateCorporation.create({
      signer: alice.address,
      members: [alice, bob, carol].map(({ address }) => ({ address, weight: "1", metadata: "" })),
      decisionPolicy: pack(
        ThresholdDecisionPolicy,
        ThresholdDecisionPolicy.create({
          threshold: "2",
          windows: { votingPeriod: 86_400n * SECOND, minExecutionPeriod: 0n },
        }),
      ),
      did: "did:example:corporation",
      language: "en",
      docUrl: "https://example.com/cgf.pdf",
      docDigestSri: DIGEST,
    }),
  );
}

function proposeOperator(): Any {
  const grant = MsgGrantOperatorAuthorization.create({
    corporation: POLICY,
    grantee: dave.address,
    msgTypes: ["CreateEcosystem", "CreateCredentialSchema", "CreateRootParticipant"],
  });
  return pack(
    MsgSubmitProposal,
    MsgSubmitProposal.create({
      groupPolicyAddress: POLICY,
      proposers: [alice.address],
      messages: [pack(MsgGrantOperatorAuthorization, grant)],
      exec: 1,
      title: "An operator",
      summary: "Let an account act for the corporation",
    }),
  );
}

const acting = { corporation: POLICY, operator: dave.address };

function createEcosystem(name: string): Any {
  return pack(
    MsgCreateEcosystem,
    MsgCreateEcosystem.create({
      ...acting,
      ...(name === "c" ? { operator: erin.address } : {}),
      did: `did:example:ecosystem-${name}`,
      language: "en",
      docUrl: "https://example.com/egf.pdf",
      docDigestSri: DIGEST,
    }),
  );
}

function createSchema(): Any {
  return pack(
    MsgCreateCredentialSchema,
    MsgCreateCredentialSchema.create({
      ...acting,
      ecosystemId: 1n,
      jsonSchema: JSON.stringify({
        $id: "vpr:verana:VPR_CHAIN_ID/cs/v1/js/VPR_CREDENTIAL_SCHEMA_ID",
        $schema: "https://json-schema.org/draft/2020-12/schema",
        title: "Example",
        type: "object",
        properties: { age: { type: "number", minimum: 1.5 } },
      }),
      issuerGrantorValidationValidityPeriod: { value: 0 },
      verifierGrantorValidationValidityPeriod: { value: 0 },
      issuerValidationValidityPeriod: { value: 30 },
      verifierValidationValidityPeriod: { value: 0 },
      holderValidationValidityPeriod: { value: 0 },
      issuerOnboardingMode: 2,
      verifierOnboardingMode: 1,
      holderOnboardingMode: 2,
      pricingAssetType: 1,
      pricingAsset: "tu",
      digestAlgorithm: "sha384",
    }),
  );
}

function createRoot(): Any {
  return pack(
    MsgCreateRootParticipant,
    MsgCreateRootParticipant.create({
      ...acting,
      schemaId: 1n,
      did: "did:example:root",
      effectiveFrom: START + 3_600n * SECOND + 123_456_789n,
      validationFees: 5n,
    }),
  );
}

function payMany(from: TestKey, to: readonly TestKey[]): Any {
  const coins = (amount: bigint) => [{ denom: "uvna", amount }];
  return pack(MsgMultiSend, {
    inputs: [{ address: from.address, coins: coins(BigInt(to.length) * 11n) }],
    outputs: to.map(({ address }) => ({ address, coins: coins(11n) })),
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Runs blocks on a new application, closing and reopening its store before block `reopen`. */
export async function runHistory(
  blocks: readonly (readonly Uint8Array[])[],
  path?: string,
  reopen?: number,
): Promise<readonly StoredBlock[]> {
  const options = { stores: [...STORES], ...(path === undefined ? {} : { path }) };
  let store = await openMultiStore(options);
  let app = new App({ store, logger: silent, version: "test" });
  app.initChain(
    RequestInitChain.create({
      chainId: CHAIN.chainId,
      time: START,
      initialHeight: 1n,
      appStateBytes: new TextEncoder().encode(JSON.stringify(appState())),
    }),
  );
  const made: StoredBlock[] = [];
  for (const [index, txs] of blocks.entries()) {
    if (index === reopen) {
      await store.close();
      store = await openMultiStore(options);
      app = new App({ store, logger: silent, version: "test" });
    }
    const height = BigInt(index + 1);
    const time = START + height * SECOND;
    const response = app.finalizeBlock(RequestFinalizeBlock.create({ height, time, txs }));
    await app.commit();
    made.push({
      time: time.toString(),
      txs: txs.map(hex),
      appHash: hex(response.appHash),
      results: response.txResults.map(({ code, gasUsed, data }) => [
        code,
        gasUsed.toString(),
        hex(data),
      ]),
    });
  }
  await store.close();
  return made;
}
