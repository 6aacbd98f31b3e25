#!/bin/sh
# Makes the home in VPRD_HOME where there is none; one that is there stays as it is.
# ACCOUNTS: accounts of the genesis, as "ADDRESS=1000uvna ADDRESS=5uvna".
set -eu
if [ -f "$VPRD_HOME/config/genesis.json" ]; then
  echo "$VPRD_HOME has a genesis; it is left as it is"
  exit 0
fi
vprd init "${MONIKER:-node}" --chain-id "${CHAIN_ID:-vpr-1}"
for account in ${ACCOUNTS:-}; do
  vprd genesis add-genesis-account "${account%%=*}" "${account#*=}"
done
vprd genesis validate
