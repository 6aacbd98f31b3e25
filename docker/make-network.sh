#!/bin/sh
# Makes the homes of a network in a folder where there are none; those that are there stay as they are.
# Arguments: the folder, then the hosts of the validators. ACCOUNTS as in make-home.sh.
set -eu
folder=$1
shift
if [ -d "$folder/node0" ]; then
  echo "$folder has a network; it is left as it is"
  exit 0
fi
hosts=$(echo "$*" | tr ' ' ',')
validators=$#
set -- --validators "$validators" --host "$hosts" --output-dir "$folder" --listen-all
for account in ${ACCOUNTS:-}; do
  set -- "$@" --account "$account"
done
vprd testnet "$@" --chain-id "${CHAIN_ID:-vpr-net-1}"
vprd genesis validate --home "$folder/node0"
