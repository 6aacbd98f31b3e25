/**
 * Vectors that the reference refuses in CheckTx by a message's own checks, which stand here with
 * the message's module. The list may only shrink: an entry that answers right fails its test.
 */
export const PENDING_STATELESS: readonly string[] = [
  "message: digest not UTF-8",
  "message: enum 0",
  "message: enum 1",
  "message: enum 3",
  "message: enum 4",
  "message: enum 2147483647",
  "message: enum 2147483648",
  "message: enum 4294967297",
  "message: enum 18446744073709551615",
  "message: uint32 above 32 bits",
  "message: uint32 above 32 bits, amino",
  "message: enum 4294967297, amino",
  "nesting: transaction of 101 messages",
];

/**
 * Vectors that a message's own checks refuse with a code of its module, where the reference has none
 * that is registered: by title, the codespace.
 */
export const OWN_STATELESS: Readonly<Record<string, string>> = {
  "message: duration 60 s 0 ns": "de",
  "message: duration 0 s 0 ns": "de",
  "message: duration -60 s 0 ns": "de",
  "message: duration 9223372036 s 854775807 ns": "de",
  "message: duration -9223372036 s -854775808 ns": "de",
};
