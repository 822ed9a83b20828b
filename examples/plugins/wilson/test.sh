#!/bin/sh
# Speaks with the built plugin as the program does: sh test.sh
cd "$(dirname "$0")" || exit 1
answers=$(./wilson <<'END'
{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":1,"program":"test","plugin":"wilson","settings":{}}}
{"jsonrpc":"2.0","id":2,"method":"signal.values","params":{"signal":"rating.floor","subjects":[[],[{"payload":{"stars":5}}],[{"payload":{"stars":1}}]]}}
{"jsonrpc":"2.0","id":3,"method":"unheard.of","params":[]}
END
)
for expected in '"version":"1.0.0"' '"values":[null,0.207,0]' '"code":-32601'; do
    case $answers in
    *"$expected"*) ;;
    *) printf 'missing: %s\nin: %s\n' "$expected" "$answers"; exit 1 ;;
    esac
done
echo "all well"
