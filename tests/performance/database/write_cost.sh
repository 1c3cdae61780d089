#!/usr/bin/env bash
# What the counters and the indexes beyond the specification's cost a writer.
#
#   PGHOST=127.0.0.1 PGPORT=… PGUSER=parley PGPASSWORD=… tests/performance/database/write_cost.sh <database>
#
# <database> is migrated and seeded (`cargo xtask seed --rows 1000000`), and nobody is connected to it. Four copies of it,
# which are dropped at the end (each takes its size on disk), are written to side by side:
#
#   plain      the specification's indexes, counter triggers disabled
#   counters   the specification's indexes
#   indexes    every index that the migrations make, counter triggers disabled
#   both       as migrated
#
# In every round each statement runs against each copy for a few seconds, in an order that rotates, so that whatever else
# the machine does meanwhile hits all of them. The last columns are medians over the rounds of each round's own ratio to
# `plain`: 0.80 is four fifths of its statements per second.
#
#   ROUNDS=7 SECONDS_EACH=3 CLIENTS=1   how much
#   SYNCHRONOUS_COMMIT=off              on: each commit waits for the disk, as in production, which hides most of the rest
#   STATEMENTS="insert update_status …" which files of write_cost/
set -euo pipefail

seeded=${1:?the name of a migrated and seeded database}
rounds=${ROUNDS:-7} seconds=${SECONDS_EACH:-3} clients=${CLIENTS:-1}
read -ra statements <<< "${STATEMENTS:-insert update_status update_title delete bulk_update}"
variants=(plain counters indexes both)
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
    sql "$database" --file "$folder/prepare.sql"
    echo "$variant: $(sql "$database" --command "SELECT count(*) || ' indexes, ' || \
        pg_size_pretty(pg_indexes_size('conversations')) FROM pg_index WHERE indrelid = 'conversations'::regclass")"
done
rows=$(sql write_cost_plain --command "SELECT last_value FROM write_cost_deleted")

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

awk -v order="${statements[*]}" '
    function median(list, count,    i, j, swap) {
        for (i = 1; i < count; i++)
            for (j = i + 1; j <= count; j++)
                if (list[j] < list[i]) { swap = list[i]; list[i] = list[j]; list[j] = swap }
        return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
    }
    { rate[$1, $2, $3] = $4; if ($2 >= rounds) rounds = $2 + 1 }
    END {
        split("plain counters indexes both", variants)
        statements = split(order, names)
        printf "\n%-14s %41s %29s\n", "", "statements per second", "of plain"
        printf "%-14s %10s %10s %10s %10s %10s %10s %10s\n", "statement", "plain", "counters", "indexes", "both", "counters", "indexes", "both"
        for (s = 1; s <= statements; s++) {
            line = sprintf("%-14s", names[s])
            for (v = 1; v <= 4; v++) {
                for (r = 0; r < rounds; r++) some[r + 1] = rate[names[s], r, variants[v]]
                line = line sprintf(" %10.1f", median(some, rounds))
            }
            for (v = 2; v <= 4; v++) {
                for (r = 0; r < rounds; r++) some[r + 1] = rate[names[s], r, variants[v]] / rate[names[s], r, "plain"]
                line = line sprintf(" %10.2f", median(some, rounds))
            }
            print line
        }
    }' "$results"
