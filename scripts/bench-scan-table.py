"""Prints the scorer's results in a folder as a table a set: readers beside each
other, codes right by category, then wrong reads and times. Each result is a file
SET-READER.json."""

import json
import pathlib
import sys

READERS = ["deskfob", "zxing-wasm", "gozxing", "zbarimg"]


def load(folder, name):
    results = {}
    for reader in READERS:
        path = folder / f"{name}-{reader}.json"
        if path.exists():
            results[reader] = json.loads(path.read_text(encoding="utf-8"))
    return results


def rows(results):
    first = next(iter(results.values()))
    for category, counts in first["categories"].items():
        right = [r["categories"][category]["codes_right"] for r in results.values()]
        yield [category, counts["codes"], *right]
    totals = [r["totals"] for r in results.values()]
    yield ["codes right", totals[0]["codes"], *(t["codes_right"] for t in totals)]
    yield ["wrong reads", "", *(t["wrong"] for t in totals)]
    for label, key in (("median ms", "median_ms"), ("p95 ms", "p95_ms")):
        yield [label, "", *(round(r[key]) for r in results.values())]


def main():
    folder = pathlib.Path(sys.argv[1])
    for name in ("dev", "hard"):
        results = load(folder, name)
        print(f"\n{name}: times include reading the file; zbarimg's also its start")
        for row in [["category", "codes", *results], *rows(results)]:
            print(f"{row[0]:<22}" + "".join(f"{cell:>12}" for cell in row[1:]))


if __name__ == "__main__":
    main()
