#!/bin/sh
# Speaks with the plugin as the program does: sh test.sh
cd "$(dirname "$0")" || exit 1
verdict() {
    printf '{"jsonrpc":"2.0","id":7,"method":"gate.verdict","params":{"gate":"pre-election","parameters":{"from":"2026-03-28","until":"2026-05-07"},"move":{"innovation":{"ref":"P1"},"to":"replicating","today":"%s","explaining":false}}}\n' "$1" | sh main.sh
}
expect() {
    case $2 in
    *"$1"*) ;;
    *) printf 'missing: %s\nin: %s\n' "$1" "$2"; exit 1 ;;
    esac
}
expect '"id":"pre-election"' "$(printf '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}\n' | sh main.sh)"
expect '"met":true' "$(verdict 2026-03-27)"
expect '"met":false,"reason":"before the election nothing moves up until 2026-05-07 is over"' "$(verdict 2026-03-28)"
expect '"met":false' "$(verdict 2026-05-07)"
expect '"met":true' "$(verdict 2026-05-08)"
expect '"error"' "$(verdict soon)"
expect '"code":-32601' "$(printf '{"jsonrpc":"2.0","id":2,"method":"unheard.of","params":{}}\n' | sh main.sh)"
echo "all well"
