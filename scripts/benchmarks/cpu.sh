# Compares TDSL scripts with PyTorch on the CPU. Sourced, when PROJECT is the project folder.
#
# Both sides are programs that measure on request, so that they can take turns: what else goes on on the machine then
# disturbs both alike. TDSL gets a process for each workload, so that no figure depends on what was measured before.

readonly BENCHMARKS=$PROJECT/scripts/benchmarks

# Name of each workload, and how many times as fast as PyTorch it should be; the last ones need the data.
readonly DENSE_WORKLOADS='
add_16m 2.5
exp_16m 2.5
sum_16m 1.0
chain_16m 7.0
chain_grad_4m 2.5
transpose_copy_4096 5.0
softmax_4096 2.0
layer_norm_4096 1.2
mask_select_16m 3.0
index_select_rows 2.0
index_add_rows 2.0
matmul_1024 0.9
matmul_32_x1000 2.0
add_8_x1000 5.0
slice_8_x1000 5.0
tiny_step_8 8.0
mlp_step 1.5
'
readonly SPARSE_WORKLOADS='
subm_map_lidar -
subm_lidar_c32_forward -
subm_lidar_c32_step -
'

bench_cpu() {
    read_options "$@"
    PIPES=$(mktemp -d)
    trap 'rm -rf "$PIPES"' EXIT
    local python=${PYTHON:-python3} with_pytorch= name target
    if [ -n "$JSON" ]; then
        :
    elif "$python" -c 'import numpy, torch' 2>/dev/null; then
        with_pytorch=yes
        start_side pytorch "$python" "$BENCHMARKS/cpu_pytorch.py" "$THREADS" "$DATA"
    else
        echo "bench: $python cannot import PyTorch, so only TDSL is measured" >&2
    fi
    [ -n "$JSON" ] || print_row name TDSL PyTorch ratio target
    while read -r name target; do
        [ -n "$name" ] && is_wanted "$name" || continue
        measure_workload "$name" "$target"
    done <<<"${DENSE_WORKLOADS#?}${SPARSE_WORKLOADS#?}"
}

# Sets ONLY, THREADS, DATA, ROUNDS and JSON.
read_options() {
    ONLY= THREADS=2 DATA= ROUNDS=5 JSON=
    while [ $# -gt 0 ]; do
        case $1 in
        --json)
            JSON=yes
            shift
            continue
            ;;
        --only) ONLY=${2:-} ;;
        --threads) THREADS=${2:-} ;;
        --data) DATA=${2:-} ;;
        --rounds) ROUNDS=${2:-} ;;
        *) fail "there is no option $1" ;;
        esac
        [ -n "${2:-}" ] || fail "$1 needs a value"
        shift 2
    done
    local name
    for name in ${ONLY//,/ }; do
        grep -q "^$name " <<<"$DENSE_WORKLOADS$SPARSE_WORKLOADS" || fail "there is no workload $name"
    done
}

fail() {
    echo "bench: $1" >&2
    exit 2
}

# Whether workload $1 was asked for and can be run.
is_wanted() {
    case ",${ONLY:-$1}," in
    *",$1,"*) ;;
    *) return 1 ;;
    esac
    if grep -q "^$1 " <<<"$SPARSE_WORKLOADS" && [ ! -f "$DATA/lidar_voxels.npy" ]; then
        echo "bench: $1 is skipped: --data must name a folder with lidar_voxels.npy" >&2
        return 1
    fi
}

# Measures workload $1, whose target ratio is $2, and prints the result.
measure_workload() {
    local round tdsl=() pytorch=()
    start_side tdsl "$PROJECT/scripts/tdsl" --threads "$THREADS" "$BENCHMARKS/cpu.tdsl" "$DATA"
    for ((round = 0; round < ROUNDS; round++)); do
        ask tdsl "$1"
        tdsl+=("$SECONDS_MEASURED")
        if [ -n "$with_pytorch" ]; then
            ask pytorch "$1"
            pytorch+=("$SECONDS_MEASURED")
        fi
    done
    stop_tdsl
    report "$1" "$2" "$(median "${tdsl[@]}")" "$([ -z "$with_pytorch" ] || median "${pytorch[@]}")"
}

# Starts the command in the arguments after $1, which is `tdsl` or `pytorch`, connected to us by two pipes.
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
    pytorch) exec 6>"$PIPES/pytorch.in" 7<"$PIPES/pytorch.out" ;;
    esac
    rm "$PIPES/$side.in" "$PIPES/$side.out"
}

# Ends TDSL's side, whose input ends. PyTorch's needs no such care: it ends when this program does.
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
    pytorch)
        echo "$2" >&6
        read -r answer <&7 || fail "PyTorch failed at $2"
        ;;
    esac
    SECONDS_MEASURED=${answer##*[: ]}
    SECONDS_MEASURED=${SECONDS_MEASURED%\}}
}

median() {
    printf '%s\n' "$@" | LC_ALL=C sort -g | sed -n "$((($# + 1) / 2))p"
}

# Prints the result of workload $1: target $2, seconds of TDSL $3 and of PyTorch $4 (empty if not measured).
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
