/**
 * Vectors that a message's own checks refuse with a code of its module, where the reference has none
 * that is registered: by title, the codespace.
 */
export const OWN_STATELESS: Readonly<Record<string, string>> = {
  "message: digest not UTF-8": "di",
  "message: enum 0": "xr",
  "message: enum 1": "xr",
  "message: enum 3": "xr",
  "message: enum 4": "xr",
  "message: enum 2147483647": "xr",
  "message: enum 2147483648": "xr",
  "message: enum 4294967297": "xr",
  "message: enum 18446744073709551615": "xr",
  "message: uint32 above 32 bits": "xr",
  "message: uint32 above 32 bits, amino": "xr",
  "message: enum 4294967297, amino": "xr",
  "message: duration 60 s 0 ns": "de",
  "message: duration 0 s 0 ns": "de",
  "message: duration -60 s 0 ns": "de",
  "message: duration 9223372036 s 854775807 ns": "de",
  "message: duration -9223372036 s -854775808 ns": "de",
};
