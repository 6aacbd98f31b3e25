#!/bin/sh
# The set-up of a Cosmos chain as operators have it in their scripts. Needs vprd on the PATH and
# HOME_DIR, CHAIN_ID, RPC_PORT, API_PORT, P2P_PORT, ABCI_PORT; PHRASE is the operator's.
set -eu
keyring="--keyring-backend test"
vprd init validator1 --chain-id "$CHAIN_ID" --default-denom uvna --home "$HOME_DIR" 2>/dev/null
echo "$PHRASE" | vprd keys add validator --recover $keyring --home "$HOME_DIR" >/dev/null 2>&1
vprd keys add vested --no-backup $keyring --home "$HOME_DIR" >/dev/null 2>&1
vprd add-genesis-account validator 1000000000000000uvna $keyring --home "$HOME_DIR"
vested=$(vprd keys show vested -a $keyring --home "$HOME_DIR")
vprd genesis add-genesis-account "$vested" 1000uvna --vesting-amount 600uvna \
  --vesting-end-time 4102444800 --home "$HOME_DIR"
vprd genesis gentx validator 1000000000uvna --chain-id "$CHAIN_ID" \
  --commission-rate 0.10 --commission-max-rate 0.20 --commission-max-change-rate 0.01 \
  --min-self-delegation 1 --moniker validator1 $keyring --home "$HOME_DIR"
vprd collect-gentxs --home "$HOME_DIR" 2>/dev/null
vprd validate-genesis --home "$HOME_DIR"

app=$HOME_DIR/config/app.toml
sed -i.bak 's/^minimum-gas-prices = .*/minimum-gas-prices = "0.001uvna"/' "$app"
sed -i.bak '/^\[api\]/,/^\[/ s/^enable = .*/enable = true/' "$app"
sed -i.bak "s#^address = \"tcp://localhost:1317\"#address = \"tcp://127.0.0.1:$API_PORT\"#" "$app"
config=$HOME_DIR/config/config.toml
sed -i.bak "s#tcp://127.0.0.1:26657#tcp://127.0.0.1:$RPC_PORT#" "$config"
sed -i.bak "s#tcp://0.0.0.0:26656#tcp://127.0.0.1:$P2P_PORT#" "$config"
sed -i.bak "s#^proxy_app = .*#proxy_app = \"tcp://127.0.0.1:$ABCI_PORT\"#" "$config"
sed -i.bak 's/^timeout_commit = .*/timeout_commit = "200ms"/' "$config"
sed -i.bak 's/^cors_allowed_origins = .*/cors_allowed_origins = ["*"]/' "$config"
