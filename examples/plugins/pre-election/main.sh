#!/bin/sh
# A council's own rule, in plain sh and sed. The program writes each message on one line, without white space and with its
# members in one order, so they can be cut out. The plugin sees nothing that people wrote, and what it cuts out are dates.

# cut MEMBER: the date that is its value.
cut() { printf '%s\n' "$line" | sed -n 's/.*"'"$1"'":"\([0-9]\{4\}-[0-9][0-9]-[0-9][0-9]\)".*/\1/p'; }
# number DATE: 20260507, to compare.
number() { printf '%s' "$1" | sed 's/-//g'; }
answer() { printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$1"; }

while IFS= read -r line; do
    id=$(printf '%s\n' "$line" | sed -n 's/^{"jsonrpc":"2.0","id":\([0-9]*\),"method":.*/\1/p')
    [ -n "$id" ] || continue
    case $(printf '%s\n' "$line" | sed -n 's/^{"jsonrpc":"2.0","id":[0-9]*,"method":"\([a-z.-]*\)".*/\1/p') in
    initialize)
        answer '"result":{"id":"pre-election","version":"1.0.0","protocol":1}' ;;
    gate.verdict)
        today=$(cut today) from=$(cut from) until=$(cut until)
        if [ -z "$today" ] || [ -z "$from" ] || [ -z "$until" ]; then
            answer '"error":{"code":-32603,"message":"a date is missing"}'
        elif [ "$(number "$today")" -lt "$(number "$from")" ] || [ "$(number "$today")" -gt "$(number "$until")" ]; then
            answer '"result":{"met":true,"reason":"no election is near"}'
        else
            answer '"result":{"met":false,"reason":"before the election nothing moves up until '"$until"' is over","next":null}'
        fi ;;
    *)
        answer '"error":{"code":-32601,"message":"there is no such method"}' ;;
    esac
done
