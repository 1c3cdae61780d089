#!/usr/bin/env bash
# What the counters and the indexes beyond the specification's cost a writer.
#
#   PGHOST=127.0.0.1 PGPORT=… PGUSER=parley PGPASSWORD=… tests/performance/database/write_cost.sh <database> [<before.sql>]
#
# <database> is migrated and seeded (`cargo xtask seed --rows 1000000`), and nobody is connected to it. Four copies of it,
# which are dropped at the end (each takes its size on disk), are written to side by side:
#
#   plain      the specification's indexes, counter triggers disabled
#   counters   the specification's indexes
#   indexes    every index that the migrations make, counter triggers disabled
#   both       as migrated
#
# With a file that takes a change back (`DROP INDEX …`) there are two copies: `before`, with it, and `after`, as migrated.
#
# In every round each statement runs against each copy for a few seconds, in an order that rotates, so that whatever else
# the machine does meanwhile hits all of them. The last columns are medians over the rounds of each round's own ratio to
# the first: 0.80 is four fifths of its statements per second.
#
#   ROUNDS=7 SECONDS_EACH=3 CLIENTS=1   how much
#   SYNCHRONOUS_COMMIT=off              on: each commit waits for the disk, as in production, which hides most of the rest
#   STATEMENTS="insert update_status …" which files of write_cost/
set -euo pipefail

seeded=${1:?the name of a migrated and seeded database} before=${2:-}
rounds=${ROUNDS:-7} seconds=${SECONDS_EACH:-3} clients=${CLIENTS:-1}
read -ra statements <<< "${STATEMENTS:-insert update_status update_title delete bulk_update}"
variants=(plain counters indexes both)
[[ -z $before ]] || variants=(before after)
folder=$(dirname "$0")/write_cost
results=$(mktemp)
export PGOPTIONS="-c synchronous_commit=${SYNCHRONOUS_COMMIT:-off} -c client_min_messages=warning"

sql() {
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$@"
}

clean_up() {
    rm -f "$results"
    for variant in "${variants[@]}"; do
        sql postgres --command "DROP DATABASE IF EXISTS write_cost_$variant WITH (FORCE)"
    done
}
trap clean_up EXIT

for variant in "${variants[@]}"; do
    database=write_cost_$variant
    sql postgres --command "DROP DATABASE IF EXISTS $database WITH (FORCE)" \
        --command "CREATE DATABASE $database TEMPLATE \"$seeded\" STRATEGY file_copy"
    case $variant in plain | counters) sql "$database" --file "$folder/only_specified_indexes.sql" ;; esac
    case $variant in plain | indexes) sql "$database" --file "$folder/without_counters.sql" ;; esac
    case $variant in before) sql "$database" --file "$before" ;; esac
    sql "$database" --file "$folder/prepare.sql"
    echo "$variant: $(sql "$database" --command "SELECT count(*) || ' indexes, ' || \
        pg_size_pretty(pg_indexes_size('conversations')) FROM pg_index WHERE indrelid = 'conversations'::regclass")"
done
rows=$(sql "write_cost_${variants[0]}" --command "SELECT last_value FROM write_cost_deleted")

for ((round = 0; round < rounds; round++)); do
    # Every page that is written for the first time after a checkpoint is logged in full: all begin alike.
    sql postgres --command CHECKPOINT
    for statement in "${statements[@]}"; do
        for ((turn = 0; turn < ${#variants[@]}; turn++)); do
            variant=${variants[(round + turn) % ${#variants[@]}]}
            per_second=$(pgbench --no-vacuum --protocol extended --client "$clients" --time "$seconds" --define "rows=$rows" \
                --file "$folder/$statement.sql" "write_cost_$variant" 2>&1 |
                awk '/^tps = / { print $3 }')
            echo "$statement $round $variant $per_second" >> "$results"
        done
    done
    echo "round $((round + 1)) of $rounds" >&2
done

awk -v order="${statements[*]}" -v copies="${variants[*]}" '
    function median(list, count,    i, j, swap) {
        for (i = 1; i < count; i++)
            for (j = i + 1; j <= count; j++)
                if (list[j] < list[i]) { swap = list[i]; list[i] = list[j]; list[j] = swap }
        return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
    }
    { rate[$1, $2, $3] = $4; if ($2 >= rounds) rounds = $2 + 1 }
    END {
        count = split(copies, variants)
        statements = split(order, names)
        head = sprintf("%-14s", "statement")
        for (v = 1; v <= count; v++) head = head sprintf(" %10s", variants[v])
        for (v = 2; v <= count; v++) head = head sprintf(" %10s %-14s", variants[v], "(from, to)")
        printf "\nStatements per second, then of %s\n%s\n", variants[1], head
        for (s = 1; s <= statements; s++) {
            line = sprintf("%-14s", names[s])
            for (v = 1; v <= count; v++) {
                for (r = 0; r < rounds; r++) some[r + 1] = rate[names[s], r, variants[v]]
                line = line sprintf(" %10.1f", median(some, rounds))
            }
            for (v = 2; v <= count; v++) {
                least = most = rate[names[s], 0, variants[v]] / rate[names[s], 0, variants[1]]
                for (r = 0; r < rounds; r++) {
                    some[r + 1] = rate[names[s], r, variants[v]] / rate[names[s], r, variants[1]]
                    if (some[r + 1] < least) least = some[r + 1]
                    if (some[r + 1] > most) most = some[r + 1]
                }
                line = line sprintf(" %10.2f %-14s", median(some, rounds), sprintf("(%.2f, %.2f)", least, most))
            }
            print line
        }
    }' "$results"
