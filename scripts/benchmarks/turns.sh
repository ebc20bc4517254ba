# Two programs that measure by turns: TDSL, and a peer to compare it with. Sourced by the comparisons, when PROJECT is the
# project folder.
#
# Both sides are programs that measure on request, so that they can take turns: what else goes on on the machine then
# disturbs both alike. TDSL gets a process for each workload, so that no figure depends on what was measured before.

readonly BENCHMARKS=$PROJECT/scripts/benchmarks

fail() {
    echo "bench: $1" >&2
    exit 2
}

# Starts TDSL with the arguments, which are options and the program, and measures workload $1 in it and in the peer, if
# there is one. Sets TDSL_SECONDS and PEER_SECONDS to the medians of ROUNDS measurements.
measure_by_turns() {
    local workload=$1 round tdsl=() peer=()
    shift
    start_side tdsl "$PROJECT/scripts/tdsl" "$@"
    for ((round = 0; round < ROUNDS; round++)); do
        ask tdsl "$workload"
        tdsl+=("$SECONDS_MEASURED")
        if [ -n "$WITH_PEER" ]; then
            ask peer "$workload"
            peer+=("$SECONDS_MEASURED")
        fi
    done
    stop_tdsl
    TDSL_SECONDS=$(median "${tdsl[@]}")
    PEER_SECONDS=$([ -z "$WITH_PEER" ] || median "${peer[@]}")
}

# Starts the command in the arguments after $1, which is `tdsl` or `peer`, connected to us by two pipes.
start_side() {
    local side=$1
    shift
    mkfifo "$PIPES/$side.in" "$PIPES/$side.out"
    "$@" <"$PIPES/$side.in" >"$PIPES/$side.out" &
    case $side in
    tdsl)
        TDSL=$!
        exec 4>"$PIPES/tdsl.in" 5<"$PIPES/tdsl.out"
        ;;
    peer) exec 6>"$PIPES/peer.in" 7<"$PIPES/peer.out" ;;
    esac
    rm "$PIPES/$side.in" "$PIPES/$side.out"
}

# Ends TDSL's side, whose input ends. The peer's needs no such care: it ends when this program does.
stop_tdsl() {
    exec 4>&- 5<&-
    wait "$TDSL"
}

# Has side $1 measure workload $2 and sets SECONDS_MEASURED.
ask() {
    local answer
    case $1 in
    tdsl)
        echo "$2" >&4
        read -r answer <&5 || fail "TDSL failed at $2"
        ;;
    peer)
        echo "$2" >&6
        read -r answer <&7 || fail "the other side failed at $2"
        ;;
    esac
    SECONDS_MEASURED=${answer##*[: ]}
    SECONDS_MEASURED=${SECONDS_MEASURED%\}}
}

median() {
    printf '%s\n' "$@" | LC_ALL=C sort -g | sed -n "$((($# + 1) / 2))p"
}

# Prints the result of workload $1: target $2, seconds of TDSL $3 and of the peer $4 (empty if not measured).
report() {
    if [ -n "$JSON" ]; then
        printf '{"name": "%s", "seconds": %s}\n' "$1" "$3"
    elif [ -n "$4" ]; then
        print_row "$1" "$(readable "$3")" "$(readable "$4")" "$(awk "BEGIN { printf \"%.2f\", $4 / $3 }")" "$2"
    else
        print_row "$1" "$(readable "$3")" - - "$2"
    fi
}

print_row() {
    printf '%-24s %12s %12s %8s %8s\n' "$@"
}

# Seconds in a unit that suits them.
readable() {
    awk "BEGIN {
        if ($1 < 1e-3) printf \"%.3f us\", $1 * 1e6; else printf \"%.3f ms\", $1 * 1e3
    }"
}
