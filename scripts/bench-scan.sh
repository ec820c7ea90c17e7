#!/usr/bin/env bash
# bench-scan.sh: reads the sample pictures with deskfob and with zxing-cpp
# (npm's zxing-wasm), gozxing and zbarimg, and prints codes right by category.
# DESKFOB_SAMPLES names the folder of samples: its qr folder holds the pictures,
# the scorer and the peers' adapters. A reader that is not there is left out, and
# what it lacks is told. The samples are never written to.
set -eu
cd "$(dirname "$0")/.."

stop() { echo "$1" >&2; exit 1; }
[ -n "${DESKFOB_SAMPLES:-}" ] || stop "DESKFOB_SAMPLES is not set. Set it to the folder that holds qr/score.py."
qr=$DESKFOB_SAMPLES/qr
[ -f "$qr/score.py" ] || stop "$qr/score.py is not there. Set DESKFOB_SAMPLES to the folder that holds qr/score.py."
command -v python3 >/dev/null || stop "python3 is not installed; the scorer needs it."

out=$PWD/build/bench-scan
mkdir -p "$out"
rm -f "$out"/*.json
cp -R "$qr/peers" "$out/"
chmod -R u+w "$out/peers"
CGO_ENABLED=0 go build -tags nogui -o "$out/deskfob" ./cmd/deskfob

# score NAME COMMAND...: runs a reader over both sets.
score() {
	local name=$1 set
	shift
	for set in dev hard; do
		echo "$name, $set" >&2
		python3 "$qr/score.py" --set "$qr/$set" --batch --json "$out/$set-$name.json" -- "$@" >/dev/null
	done
}

score deskfob "$out/deskfob" scan --raw --batch
if ! command -v npm >/dev/null; then
	echo "zxing-wasm is left out: npm is not installed." >&2
elif [ ! -d "$out/peers/node_modules" ] && [ -n "${DESKFOB_NO_INSTALL:-}" ]; then
	echo "zxing-wasm is left out: run npm install in $out/peers, or unset DESKFOB_NO_INSTALL." >&2
elif ! (cd "$out/peers" && npm install --silent >&2); then
	echo "zxing-wasm is left out: npm install failed." >&2
else
	score zxing-wasm node "$out/peers/zxing-wasm.mjs" --batch
fi
if (cd "$out/peers/gozxing" && go build -o gozxing .); then
	score gozxing "$out/peers/gozxing/gozxing" --batch
else
	echo "gozxing is left out: its adapter does not build." >&2
fi
if command -v zbarimg >/dev/null; then
	score zbarimg sh "$out/peers/zbarimg.sh" --batch
else
	echo "zbarimg is left out: it is not installed (package zbar-tools)." >&2
fi
python3 scripts/bench-scan-table.py "$out"
